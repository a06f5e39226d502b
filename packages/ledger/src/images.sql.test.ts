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

  holds(
    "keep what was seen beside the base, what is missing in either included",
    async ({ db }) => {
      const { id } = await insertLink(db, link());
      const base = { Name: "Pier", Phone: "1", Active: true, Website: null };
      const sights = [
        base,
        { ...base, Phone: "2", Active: false, Fax: null },
        { Name: null, Active: "true" },
        {},
      ];
      for (const seen of sights) {
        await saveImages(db, [image(id, { base, seen })]);
        expect(await loadImages(db, id)).toEqual([image(id, { base, seen })]);
      }
    },
  );

  holds(
    "store little for what was seen as the base has it, and read what is stored whole",
    async ({ db }) => {
      const { id } = await insertLink(db, link());
      const base = { Name: "Pier", Phone: "1" };
      await saveImages(db, [image(id, { base, seen: base })]);
      const row = await db.selectFrom("images").select("seen").executeTakeFirst();
      expect(row?.seen).toBe("[{}]");
      await db.updateTable("images").set({ seen: '{"Name":"Quay"}' }).execute();
      expect((await loadImages(db, id))[0]?.seen).toEqual({ Name: "Quay" });
    },
  );

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
