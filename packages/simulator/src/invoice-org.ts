/** What an org needs besides the Salesforce package for `INVOICE_OPPORTUNITY`: the marks of a link. */
import type { MetadataFiles } from "@accord-sync/emulator-salesforce/schema/sfdx.ts";

const OBJECTS = "force-app/main/default/objects";

const fieldFile = (name: string, isUnique: boolean): readonly [string, string] => [
  `${OBJECTS}/Opportunity/fields/${name}.field-meta.xml`,
  `<?xml version="1.0" encoding="UTF-8"?>
<CustomField xmlns="http://soap.sforce.com/2006/04/metadata">
    <fullName>${name}</fullName>
    <externalId>${isUnique}</externalId>
    <label>${name.replaceAll("_", " ").trim()}</label>
    <length>255</length>
    <required>false</required>
    <type>Text</type>
    <unique>${isUnique}</unique>
</CustomField>`,
];

const PERMISSIONS = "permissionsets/Accord_Sync_Integration.permissionset-meta.xml";

const GRANTS = `
    <fieldPermissions><field>Opportunity.Description</field><readable>true</readable><editable>true</editable></fieldPermissions>
    <fieldPermissions><field>Opportunity.AccountId</field><readable>true</readable><editable>true</editable></fieldPermissions>
    <fieldPermissions><field>Opportunity.Accord_QB_Id__c</field><readable>true</readable><editable>true</editable></fieldPermissions>
    <fieldPermissions><field>Opportunity.Accord_QB_Company_Id__c</field><readable>true</readable><editable>true</editable></fieldPermissions>
    <fieldPermissions><field>OpportunityLineItem.Description</field><readable>true</readable><editable>true</editable></fieldPermissions>
    <objectPermissions><object>Opportunity</object><allowCreate>true</allowCreate><allowRead>true</allowRead><allowEdit>true</allowEdit><allowDelete>false</allowDelete><viewAllRecords>true</viewAllRecords><modifyAllRecords>true</modifyAllRecords></objectPermissions>
</PermissionSet>`;

/** The files of a project with those of an opportunity's marks, and with what the integration user may do. */
export function withInvoiceMarks(files: MetadataFiles): MetadataFiles {
  const granted = [...files].map(([path, text]): [string, string] =>
    path.endsWith(PERMISSIONS) ? [path, text.replace("</PermissionSet>", GRANTS)] : [path, text],
  );
  return new Map([
    ...granted,
    fieldFile("Accord_QB_Id__c", true),
    fieldFile("Accord_QB_Company_Id__c", false),
  ]);
}
