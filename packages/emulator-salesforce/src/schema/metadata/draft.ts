import { STANDARD_OBJECTS } from "../standard/all.ts";
import {
  type DuplicateRule,
  type FieldSchema,
  type MatchingRule,
  type MetadataRow,
  NO_METADATA,
  type OpportunityStage,
  type OrgMetadata,
  type PermissionSetSchema,
  type PicklistValue,
  type RecordType,
  type ValidationRule,
} from "../types.ts";
import type { Channels } from "./channels.ts";
import { readField, unreadOf } from "./field.ts";
import { type CustomObject, readObject, readRecordType } from "./object.ts";
import { settleRollups } from "./settle-rollups.ts";
import { readValidationRule } from "./rules.ts";
import type { MetadataElement } from "./xml.ts";

/** A project while its files are read, one after another. */
export class MetadataDraft {
  readonly valueSets = new Map<string, readonly PicklistValue[]>();
  stages: readonly OpportunityStage[] | null = null;
  readonly standardValueSets = new Map<string, readonly PicklistValue[]>();
  readonly matchingRules: MatchingRule[] = [];
  readonly duplicateRules: DuplicateRule[] = [];
  readonly permissionSets: PermissionSetSchema[] = [];
  readonly profiles: PermissionSetSchema[] = [];
  readonly rows: MetadataRow[] = [];
  readonly channels: Channels = new Map();
  readonly warnings: string[] = [];
  readonly #objects = new Map<string, CustomObject>();
  readonly #fields = new Map<string, FieldSchema[]>();
  readonly #standardFields = new Map<string, Partial<FieldSchema>>();
  readonly #rules = new Map<string, ValidationRule[]>();
  readonly #recordTypes = new Map<string, RecordType[]>();

  /** The fields of an object of the project; undefined for one that the project lacks. */
  readonly fieldsOf = (object: string): readonly FieldSchema[] | undefined => {
    const schema = this.#objects.get(object);
    return schema && [...schema.fields, ...(this.#fields.get(object) ?? [])];
  };

  /** An object's file; it may hold fields, rules and record types that have no files of their own. */
  addObject(name: string, file: MetadataElement): void {
    const isCustom = /__[a-z]+$/.test(name);
    if (isCustom) this.#objects.set(name, readObject(name, file));
    else if (!this.#knows(name)) this.#warnOfObject(name, file);
    for (const each of file.children("fields")) this.addField(name, each);
    for (const each of file.children("validationRules")) {
      this.addValidationRule(name, readValidationRule(each));
    }
    for (const each of file.children("recordTypes")) this.addRecordType(name, readRecordType(each));
  }

  /** A custom field, or what the project says of a standard one. */
  addField(object: string, file: MetadataElement): void {
    const name = file.must("fullName");
    if (!/__[a-z]+$/i.test(name)) {
      this.#addStandardField(object, name, file);
      return;
    }
    for (const unread of unreadOf(file)) {
      this.warnings.push(`${file.path}: <${unread}> has no effect in this emulator`);
    }
    for (const owner of object === "Activity" ? ["Event", "Task"] : [object]) {
      const known = this.#fields.get(owner) ?? [];
      if (known.some((each) => each.name.toLowerCase() === name.toLowerCase()))
        throw file.error(`${name} is given twice`);
      known.push(...readField(file, this.valueSets));
      this.#fields.set(owner, known);
    }
  }

  addValidationRule(object: string, rule: ValidationRule): void {
    this.#rules.set(object, [...(this.#rules.get(object) ?? []), rule]);
  }

  addRecordType(object: string, type: RecordType): void {
    this.#recordTypes.set(object, [...(this.#recordTypes.get(object) ?? []), type]);
  }

  /** What was read, with what only the whole can tell: roll-up types, objects without an owner. */
  finish(): OrgMetadata {
    for (const [object, fields] of this.#fields) {
      if (this.#knows(object)) continue;
      const names = fields.map((each) => each.name).join(", ");
      this.warnings.push(
        `objects/${object}: this emulator has no object ${object}, so its fields (${names}) do not exist`,
      );
    }
    const fields = settleRollups(this.#fields, [...this.#objects.values(), ...STANDARD_OBJECTS]);
    return {
      ...NO_METADATA,
      objects: [...this.#objects.values()].map((each) => withoutOwner(each, fields)),
      fields,
      validationRules: this.#rules,
      matchingRules: this.matchingRules,
      duplicateRules: this.duplicateRules,
      permissionSets: this.permissionSets,
      profiles: this.profiles,
      recordTypes: this.#recordTypes,
      rows: this.rows,
      standard: {
        fields: this.#standardFields,
        valueSets: this.standardValueSets,
        stages: this.stages,
      },
      warnings: this.warnings,
    };
  }

  #knows(object: string): boolean {
    return this.#objects.has(object) || STANDARD_OBJECTS.some((each) => each.name === object);
  }

  #warnOfObject(name: string, file: MetadataElement): void {
    this.warnings.push(`${file.path}: this emulator has no object ${name}`);
  }

  #addStandardField(object: string, name: string, file: MetadataElement): void {
    const standard = STANDARD_OBJECTS.find((each) => each.name === object);
    const known = standard?.fields.find((each) => each.name.toLowerCase() === name.toLowerCase());
    if (known === undefined) {
      this.warnings.push(`${file.path}: this emulator has no standard field ${object}.${name}`);
      return;
    }
    const label = file.text("label");
    const length = file.count("length");
    const values = file.child("valueSet") && readField(withKind(file), this.valueSets)[0];
    this.#standardFields.set(`${object}.${known.name}`, {
      helpText: file.text("inlineHelpText") ?? known.helpText,
      ...(label === undefined ? {} : { label }),
      ...(length === undefined ? {} : { length }),
      ...(file.flag("required") ? { nillable: false } : {}),
      ...(values === undefined || values.picklist.length === 0
        ? {}
        : { picklist: values.picklist, restrictedPicklist: values.restrictedPicklist }),
    });
  }
}

/** Only fields with a type can be read whole. */
function withKind(file: MetadataElement): MetadataElement {
  file.must("type");
  return file;
}

/** The detail side of a master-detail relationship belongs to whom its master belongs. */
function withoutOwner(
  object: CustomObject,
  fields: ReadonlyMap<string, readonly FieldSchema[]>,
): CustomObject {
  const isDetail =
    fields.get(object.name)?.some((each) => each.masterDetailOrder !== null) === true;
  if (!isDetail) return object;
  return { ...object, fields: object.fields.filter((each) => each.name !== "OwnerId") };
}
