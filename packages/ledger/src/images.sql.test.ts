import { describe, expect } from "vitest";
import { at, image, link, SCOPE } from "../test/samples.ts";
import { holds } from "../test/scratch.ts";
import { loadImages, removeMember, saveImages } from "./images.ts";
import { insertLink } from "./links.ts";

const PRICE = { system: "salesforce", type: "PricebookEntry", id: "01u1" } as const;

describe("images", () => {
  holds("come back per system and role, roots first", async ({ db }) => {
    const { id } = await insertLink(db, link());
    const member = image(id, { system: "salesforce", role: "standardPrice", ref: PRICE });
    const root = image(id, { isSettled: false });
    await saveImages(db, [member, root]);
    expect(await loadImages(db, id)).toEqual([root, member]);
    expect(await loadImages(db, "999")).toEqual([]);
  });

  holds("are replaced whole, the record they are of included", async ({ db }) => {
    const { id } = await insertLink(db, link());
    const member = image(id, { system: "salesforce", role: "standardPrice", ref: PRICE });
    await saveImages(db, [image(id), member]);
    const newer = { ...member, ref: { ...PRICE, id: "01u2" }, version: "1", modifiedAt: at(2) };
    await saveImages(db, [newer]);
    expect(await loadImages(db, id)).toEqual([image(id), newer]);
  });

  holds("take the scope of their link", async ({ db }) => {
    const { id } = await insertLink(db, link());
    await saveImages(db, [image(id)]);
    const row = await db
      .selectFrom("images")
      .select(["tenant", "org", "company", "mapping"])
      .executeTakeFirst();
    expect(row).toEqual(SCOPE);
  });

  holds("lose a member alone", async ({ db }) => {
    const { id } = await insertLink(db, link());
    const member = image(id, { system: "salesforce", role: "standardPrice", ref: PRICE });
    await saveImages(db, [image(id), member]);
    await removeMember(db, id, "salesforce", "standardPrice");
    expect(await loadImages(db, id)).toEqual([image(id)]);
  });

  holds("belong to a link that exists", async ({ db }) => {
    await expect(saveImages(db, [image("77")])).rejects.toThrow("no result");
  });
});
