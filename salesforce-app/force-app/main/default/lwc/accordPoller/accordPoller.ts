import { browserPorts } from "./browserPorts";
import { Poller, type PollOutcome } from "./poller";

export type { PollOutcome } from "./poller";

/** A poller that runs while its component is on the page: it stops when hidden and wakes on focus. */
export class PagePoller {
  private readonly poller: Poller;
  private readonly wake = (): void => this.poller.poke();

  constructor(task: () => Promise<PollOutcome>) {
    this.poller = new Poller(task, browserPorts());
  }

  connect(): void {
    document.addEventListener("visibilitychange", this.wake);
    window.addEventListener("focus", this.wake);
    this.poller.start();
  }

  disconnect(): void {
    document.removeEventListener("visibilitychange", this.wake);
    window.removeEventListener("focus", this.wake);
    this.poller.stop();
  }

  poke(): void {
    this.poller.poke();
  }
}
