import { RECORD_TYPE_FIELD } from "./metadata/object.ts";
import type {
  FieldSchema,
  ObjectSchema,
  OpportunityStage,
  OrgMetadata,
  PicklistValue,
} from "./types.ts";

/** An object with what the project adds to it and changes of it. */
export function extended(schema: ObjectSchema, metadata: OrgMetadata): ObjectSchema {
  const added = metadata.fields.get(schema.name) ?? [];
  const recordTypes = metadata.recordTypes.get(schema.name) ?? [];
  return {
    ...schema,
    recordTypes,
    fields: [...schema.fields.map((each) => changedField(schema, each, metadata)), ...added],
  };
}

/** Objects with record types have a field that tells which one a record is of. */
export function withRecordTypeField(schema: ObjectSchema): ObjectSchema {
  if ((schema.recordTypes ?? []).length === 0) return schema;
  return { ...schema, fields: [...schema.fields, RECORD_TYPE_FIELD] };
}

/** A standard field with the project's own values, help text or demand for a value. */
function changedField(
  schema: ObjectSchema,
  field: FieldSchema,
  metadata: OrgMetadata,
): FieldSchema {
  const { fields, valueSets, stages } = metadata.standard;
  if (fields.size === 0 && valueSets.size === 0) return field;
  const own = fields.get(`${schema.name}.${field.name}`);
  const isStage = schema.name === "Opportunity" && field.name === "StageName";
  const picklist =
    isStage && stages !== null
      ? stages.map(stageValue)
      : valueSets.get(VALUE_SETS[`${schema.name}.${field.name}`] ?? "");
  const first = picklist?.find((each) => each.isDefault && each.active)?.value;
  return {
    ...field,
    ...(picklist === undefined ? {} : { picklist }),
    ...(first === undefined ? {} : { defaultValue: first }),
    ...own,
  };
}

const stageValue = ({ name, label, active }: OpportunityStage): PicklistValue => ({
  value: name,
  label,
  active,
  isDefault: false,
});

/** The value sets of standard picklists (D: Metadata API, "StandardValueSet Names and Standard Picklist Fields"). */
const VALUE_SETS: Readonly<Record<string, string>> = {
  "Account.AccountSource": "LeadSource",
  "Account.Industry": "Industry",
  "Account.Ownership": "AccountOwnership",
  "Account.Rating": "AccountRating",
  "Account.Type": "AccountType",
  "Case.Origin": "CaseOrigin",
  "Case.Priority": "CasePriority",
  "Case.Reason": "CaseReason",
  "Case.Status": "CaseStatus",
  "Case.Type": "CaseType",
  "Contact.LeadSource": "LeadSource",
  "Contact.Salutation": "Salutation",
  "Lead.Industry": "Industry",
  "Lead.LeadSource": "LeadSource",
  "Lead.Rating": "AccountRating",
  "Lead.Salutation": "Salutation",
  "Lead.Status": "LeadStatus",
  "Opportunity.LeadSource": "LeadSource",
  "Opportunity.Type": "OpportunityType",
  "Order.Status": "OrderStatus",
  "Order.Type": "OrderType",
  "Product2.Family": "Product2Family",
  "Product2.QuantityUnitOfMeasure": "QuantityUnitOfMeasure",
  "Quote.Status": "QuoteStatus",
  "Task.Priority": "TaskPriority",
  "Task.Status": "TaskStatus",
};
