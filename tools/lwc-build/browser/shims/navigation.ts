/** `lightning/navigation`: goes where the host sends a page reference. */
import { currentHost, type PageReference } from "../host/host-config.ts";

const Navigate = Symbol("Navigate");
const GenerateUrl = Symbol("GenerateUrl");

type Constructor = new (...args: never[]) => object;

function mixin(base: Constructor): Constructor {
  return class extends base {
    [Navigate](page: PageReference, replace = false): void {
      currentHost().navigate(page, replace);
    }

    [GenerateUrl](page: PageReference): Promise<string> {
      return Promise.resolve(currentHost().urlOf(page));
    }
  };
}

export const NavigationMixin = Object.assign(mixin, { Navigate, GenerateUrl });

/** The base components ask for it; none of ours wires it. */
export class CurrentPageReference {
  private readonly emit: (value: PageReference | undefined) => void;

  constructor(emit: (value: PageReference | undefined) => void) {
    this.emit = emit;
    emit(undefined);
  }

  connect(): void {
    this.emit({ type: "standard__recordPage", attributes: {}, state: {} });
  }

  update(): void {}
  disconnect(): void {}
}
