import { operations, setOf, type EntityDescriptor } from "../descriptor.ts";

type ReadOnlyParts = Pick<EntityDescriptor, "type" | "counter" | "wireOrder"> &
  Partial<EntityDescriptor>;

/** A type without writes of its own; a write is fault 500, as for any operation that a type lacks. */
export function readOnlyList(parts: ReadOnlyParts): EntityDescriptor {
  return {
    operations: operations("read query"),
    computed: setOf(""),
    readOnly: setOf(""),
    isInChangeData: true,
    check: () => {},
    prepare: (draft) => ({ fields: draft.fields }),
    view: () => ({}),
    ...parts,
  };
}
