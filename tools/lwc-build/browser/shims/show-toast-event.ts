/** `lightning/platformShowToastEvent`: bubbles to the host page, which shows the toast. */
export const ShowToastEventName = "lightning__showtoast";

export class ShowToastEvent extends CustomEvent<unknown> {
  constructor(detail: unknown) {
    super(ShowToastEventName, { bubbles: true, composed: true, cancelable: true, detail });
  }
}
