import type { FaultError } from "../../faults/api-fault.ts";
import { missingParameter } from "../../faults/fault-texts.ts";
import { referenceOf, textOf, type JsonObject } from "../../json/json-value.ts";
import type { EntityType } from "../../store/stored-record.ts";
import {
  operations,
  setOf,
  type Draft,
  type EntityDescriptor,
  type WriteContext,
} from "../descriptor.ts";
import { checkHierarchy, checkName, claimName, fullyQualifiedName, storedName } from "./names.ts";

/** What the simple lists have in common: a Name, unique in its list, and Active. */

type ListParts = Pick<EntityDescriptor, "type" | "counter" | "wireOrder"> &
  Partial<EntityDescriptor> & {
    /** Adds faults of the type's own properties; the name is checked already. */
    readonly checkMore?: (draft: Draft, errors: FaultError[]) => void;
    /** Completes the fields before the name is claimed. */
    readonly complete?: (fields: JsonObject, draft: Draft, context: WriteContext) => JsonObject;
  };

/** A list that is created, read, queried, updated and deactivated; parts given here win. */
export function namedList({ checkMore, complete, ...parts }: ListParts): EntityDescriptor {
  return {
    operations: operations("create read query update"),
    computed: setOf(""),
    readOnly: setOf(""),
    isInChangeData: true,
    nameProperty: "Name",
    check: (draft, errors) => {
      checkListName(draft, errors);
      checkMore?.(draft, errors);
    },
    prepare: (draft, context) => ({
      fields: prepareNamed(
        parts.type,
        draft,
        complete?.(draft.fields, draft, context) ?? draft.fields,
        context,
      ),
    }),
    view: () => ({}),
    ...parts,
  };
}

/** The name is required and must be a name. */
export function checkListName({ fields }: Draft, errors: FaultError[]): void {
  const name = textOf(fields, "Name");
  if (name === undefined) errors.push(missingParameter("Name"));
  checkName(name, "Name", errors);
}

/** Stores the bare name, active unless told otherwise, if the name and the place in the tree are free. */
export function prepareNamed(
  type: EntityType,
  draft: Draft,
  fields: JsonObject,
  context: WriteContext,
): JsonObject {
  const name = textOf(fields, "Name") ?? "";
  const stored = { Active: true, ...fields, Name: storedName(name, draft) };
  const candidate = { type, id: draft.id, fields: stored };
  claimName(candidate, context);
  checkHierarchy(candidate, context.store);
  return stored;
}

/**
 * A list whose records may have a parent of their own kind, down to five levels (documented).
 * `flag` is the property that says so, e.g. `SubClass`.
 */
export function nestedList(parts: ListParts & { readonly flag: string }): EntityDescriptor {
  const { flag, ...rest } = parts;
  return namedList({
    computed: setOf(`${flag} FullyQualifiedName`),
    readOnly: setOf(`${flag} FullyQualifiedName`),
    view: (record, { store }) => ({
      [flag]: referenceOf(record.fields, "ParentRef") !== undefined,
      FullyQualifiedName: fullyQualifiedName(record, store),
    }),
    ...rest,
  });
}
