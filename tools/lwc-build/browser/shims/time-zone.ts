/** `@salesforce/i18n/timeZone`: the zone of the person's settings, which the page carries; else the browser's. */
export default document.documentElement.dataset["timeZone"] ??
  new Intl.DateTimeFormat().resolvedOptions().timeZone;
