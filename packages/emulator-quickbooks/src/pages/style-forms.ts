/** Forms: labels above inputs, errors below them, lines of a document as a table that folds on a narrow screen. */
export const FORM_STYLE = `
fieldset { border: 0; padding: 0; margin: 0 0 22px; min-width: 0; } legend { font-weight: 600; padding: 0; margin-bottom: 10px; }
.fields { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(190px, 100%), 1fr)); gap: 14px 18px; align-items: start; }
.halves { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(300px, 100%), 1fr)); gap: 0 28px; } .halves .fields { grid-template-columns: 1fr 1fr; }
label { display: block; font-size: 13px; color: var(--soft); margin-bottom: 3px; }
.wide { grid-column: 1 / -1; }
input, select, textarea { width: 100%; font: inherit; color: var(--ink); padding: 7px 10px; border: 1px solid #8d96a3; border-radius: 4px; background: #fff; min-height: 38px; }
input[aria-invalid], select[aria-invalid], textarea[aria-invalid] { border-color: var(--red); box-shadow: inset 0 0 0 1px var(--red); }
input[readonly] { background: #f4f5f8; } input:required:not([aria-label]) { border-left-width: 3px; }
.error { color: var(--red); font-size: 13px; margin: 3px 0 0; } .hint { color: var(--soft); font-size: 13px; margin: 3px 0 0; } .hint:empty { display: none; }
.check { display: flex; flex-wrap: wrap; align-items: center; gap: 0 8px; align-self: end; min-height: 38px; }
.check input, td input[type=checkbox] { width: 18px; height: 18px; min-height: 0; accent-color: var(--green); margin: 0; }
.check label { margin: 0; color: var(--ink); } .check .hint, .check .error { width: 100%; }
.with-button { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 10px; align-items: start; } .with-button button { margin-top: 23px; }
.item-form:has(#type option[value="Category"]:checked) .only-sold { display: none; }
.item-form:not(:has(#type option[value="Inventory"]:checked)) .only-stock { display: none; }
.plain { border: 0; background: none; padding: 4px 8px; font-size: 18px; line-height: 1; color: var(--soft); border-radius: 4px; }
table.lines { margin: 4px 0 8px; table-layout: fixed; } .lines caption { text-align: left; font-weight: 600; padding: 0 0 6px; }
.lines th { padding: 8px 6px; } .lines td { padding: 5px 6px; vertical-align: top; border-bottom: 0; } .lines tbody tr:hover { background: none; }
.lines thead th:nth-child(1) { width: 27%; } .lines thead th:nth-child(3) { width: 10%; } .lines thead th:nth-child(4), .lines thead th:nth-child(5) { width: 13%; }
.lines thead th:nth-child(6) { width: 52px; } .lines thead th:last-child { width: 48px; } .lines thead th:nth-child(6) { text-align: center; } .lines .tax { text-align: center; padding-top: 15px; }
.lines thead th.codes { width: 112px; } .lines .tax:has(select) { padding-top: 5px; }
.lines .clear { padding-top: 8px; } .lines select { padding: 7px 2px; }
.payables { table-layout: auto !important; } .payables thead th { width: auto !important; } .payables .tick { padding-top: 9px; width: 34px; }
.payables td a { text-decoration: underline; } .payables td { padding-top: 8px; border-bottom: 1px solid #edf0f3; } .payables .amount-input { padding-top: 4px; width: 130px; }
.totals-row { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 380px); gap: 24px; margin-top: 14px; align-items: start; }
.totals { max-width: 380px; margin: 0 0 14px auto; width: 100%; } .total { display: flex; gap: 14px; justify-content: space-between; align-items: center; padding: 6px 0; }
.total output { font-variant-numeric: tabular-nums; text-align: right; min-width: 96px; overflow-wrap: anywhere; } .total > span { color: var(--soft); }
.charge { justify-content: start; } .charge > div { width: 50%; } .with-inputs { align-items: end; } .with-inputs output { padding-bottom: 8px; } .with-inputs > div { flex: 1; min-width: 0; } .total .fields { grid-template-columns: 1fr 1fr; gap: 8px; }
.grand { border-top: 1px solid var(--line); margin-top: 6px; padding-top: 10px; font-size: 18px; font-weight: 600; } .grand > span { color: var(--ink); }
@media (max-width: 760px) {
  .totals-row { grid-template-columns: minmax(0, 1fr); } .totals { max-width: none; } .with-button { grid-template-columns: minmax(0, 1fr); } .with-button button { margin-top: 0; }
  .lines thead { position: absolute; clip-path: inset(50%); height: 1px; overflow: hidden; width: 1px; }
  .lines, .lines tbody, .lines caption { display: block; }
  .lines tr { display: grid; grid-template-columns: 1fr 1fr 1fr; gap: 6px 10px; border-bottom: 1px solid var(--line); padding: 10px 0; }
  .lines td { display: block; padding: 0 !important; border: 0 !important; width: auto !important; text-align: left !important; } .lines td.in-item, .lines td.in-description { grid-column: 1 / -1; }
  .lines td[data-label]::before { content: attr(data-label); display: block; font-size: 13px; color: var(--soft); margin-bottom: 3px; }
  .lines td.tax { min-height: 30px; } .lines td.clear { justify-self: end; align-self: end; grid-column: 3; }
  .payables tr { grid-template-columns: 28px 1fr 1fr; } .payables .tick { grid-row: span 3; } .payables td { white-space: normal; }
}
`;
