import { LightningElement, track } from "lwc";
import type { SetupEvent } from "../../../api/shapes.ts";
import { type Problem, problemOf, readSetup } from "../../shared/api.ts";
import { followChanges } from "../../shared/changes.ts";
import { recordUrl } from "../../shared/router.ts";

/** Ids that a row names before it counts the others. */
const IDS_SHOWN = 3;

/** The newest events of the bus, each with what it says. */
export default class SetupEvents extends LightningElement {
  @track events: readonly SetupEvent[] | null = null;
  @track problem: Problem | null = null;
  /** Replay id of the event whose payload is shown. */
  opened = 0;
  private stop: () => void = () => undefined;

  connectedCallback(): void {
    this.stop = followChanges(() => void this.load());
    void this.load();
  }

  disconnectedCallback(): void {
    this.stop();
  }

  private async load(): Promise<void> {
    try {
      this.events = await readSetup<readonly SetupEvent[]>("events");
      this.problem = null;
    } catch (error) {
      this.problem = problemOf(error);
    }
  }

  get rows() {
    return (this.events ?? []).map((event) => {
      const isOpen = event.replayId === this.opened;
      const others = event.recordIds.length - IDS_SHOWN;
      return {
        ...event,
        what: event.changeType ?? "PUBLISH",
        records: event.recordIds
          .slice(0, IDS_SHOWN)
          .map((id) => ({ id, url: recordUrl(event.entity, id) })),
        others: others > 0 ? `and ${others} more` : "",
        isOpen,
        expanded: String(isOpen),
        icon: isOpen ? "utility:chevrondown" : "utility:chevronright",
        toggleText: `Payload of event ${event.replayId}`,
        json: isOpen ? JSON.stringify(event.payload, null, 2) : "",
      };
    });
  }

  get hasRows(): boolean {
    return this.rows.length > 0;
  }

  handleToggle(event: Event): void {
    const id = Number((event.currentTarget as HTMLElement).dataset["id"]);
    this.opened = this.opened === id ? 0 : id;
  }

  handleRefresh(): void {
    void this.load();
  }
}
