/** Toasts; one may be kept over a change of page. The components' host draws them. */

const KEPT = "accord-emulator-toast";

type Variant = "success" | "error" | "info";

export function toast(title: string, variant: Variant): void {
  const detail = { title, variant };
  document.dispatchEvent(new CustomEvent("lightning__showtoast", { detail }));
}

/** Shows the toast on the next page. */
export function keepToast(title: string): void {
  sessionStorage.setItem(KEPT, title);
}

export function showKeptToast(): void {
  const title = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  if (title !== null) toast(title, "success");
}
