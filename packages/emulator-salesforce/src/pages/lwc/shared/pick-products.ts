/** Opens Add Products, and says what came of it. */
import { showToast } from "lightning-host";
import AddProducts from "../lx/addProducts/addProducts.ts";

export async function pickProducts(recordId: string, label: string): Promise<void> {
  const options = { size: "large", label: "Add Products", recordId };
  const count = (await AddProducts.open(options)) as number | undefined;
  if (count === undefined) return;
  const title = count === 1 ? "1 product was added." : `${count} products were added.`;
  showToast({ title, message: label, variant: "success" });
}
