/** Toasts in the words of Lightning Experience. */
import { showToast } from "lightning-host";
import { type Problem } from "./api.ts";
import { recordUrl } from "./router.ts";

interface Named {
  readonly label: string;
  readonly name: string;
  readonly object: string;
  readonly id: string;
}

/** `Account "Acme" was created.`, with a link to it. */
export function toastChange(record: Named, verb: "created" | "saved" | "restored"): void {
  showToast({
    title: `${record.label} "${record.name}" was ${verb}.`,
    message: `${record.label} "{0}" was ${verb}.`,
    messageData: [{ url: recordUrl(record.object, record.id), label: record.name }],
    variant: "success",
  });
}

export function toastDeleted(label: string, name: string): void {
  showToast({
    title: `${label} "${name}" was deleted.`,
    message: `${label} "${name}" was deleted. {0}`,
    messageData: [{ url: "/lightning/recycle-bin", label: "Recycle Bin" }],
    variant: "success",
  });
}

export function toastProblem(title: string, problem: Problem): void {
  showToast({ title, message: problem.message, variant: "error" });
}
