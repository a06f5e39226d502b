/** `Account` → `AccountChangeEvent`, `Accord_Invoice__c` → `Accord_Invoice__ChangeEvent`. */
export function changeEventName(objectName: string): string {
  return objectName.endsWith("__c")
    ? objectName.replace(/__c$/, "__ChangeEvent")
    : `${objectName}ChangeEvent`;
}
