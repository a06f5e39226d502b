/** The pages' one style sheet: a white desk, a dark rail, one green. Contrast is at least 4.5 to 1. */
export const STYLE = `
:root { --green: #1d7a12; --green-deep: #145a0c; --ink: #2b2f36; --soft: #5c6470; --line: #dfe3e8;
  --paper: #fff; --desk: #f4f5f8; --rail: #22272e; --red: #b3261e; --red-soft: #fdecea; --green-soft: #e9f5e7; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--desk); color: var(--ink); display: flex; min-height: 100vh;
  font: 15px/1.5 "Avenir Next", Avenir, "Segoe UI", system-ui, sans-serif; }
a { color: var(--green); text-decoration: none; } a:hover { text-decoration: underline; }
:focus-visible { outline: 3px solid #7cc576; outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 8px; top: 8px; background: #fff; padding: 8px; }
.rail { width: 212px; background: var(--rail); color: #fff; padding: 22px 0; flex: none; }
.rail a.brand { display: flex; gap: 10px; align-items: center; padding: 0 20px 22px; font-weight: 600; color: #fff; }
.rail a.brand:hover { background: none; } .brand svg { flex: none; }
.brand small { display: block; font-weight: 400; color: #b9c0ca; font-size: 12px; }
.rail a { display: block; color: #d8dde4; padding: 9px 20px; border-left: 4px solid transparent; }
.rail a:hover { background: #2d333b; text-decoration: none; }
.rail a[aria-current] { color: #fff; border-left-color: #53b700; background: #2d333b; }
main { flex: 1; min-width: 0; padding: 26px 36px 60px; max-width: 1180px; }
h1 { font-size: 26px; font-weight: 600; margin: 0; } h2 { font-size: 17px; margin: 0 0 12px; font-weight: 600; }
.head { display: flex; flex-wrap: wrap; gap: 12px 20px; align-items: center; justify-content: space-between; margin-bottom: 20px; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 22px 24px; margin-bottom: 20px; }
.consent { max-width: 460px; margin: 12vh auto; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) 300px; gap: 20px; align-items: start; }
@media (max-width: 900px) { body { display: block; } .rail { width: auto; padding: 12px 0; } .columns { grid-template-columns: 1fr; } main { padding: 20px; } }
table { width: 100%; border-collapse: collapse; } .card.flush { padding: 0; overflow-x: auto; }
th { text-align: left; font-size: 12px; color: var(--soft); font-weight: 600; padding: 12px 16px; border-bottom: 1px solid var(--line); }
td { padding: 11px 16px; border-bottom: 1px solid #edf0f3; } tr:last-child td { border-bottom: 0; } tbody tr:hover { background: #f8faf8; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.sub td:first-child { padding-left: 36px; } .quiet { color: var(--soft); }
.button, button { font: inherit; font-weight: 600; border: 1px solid #8d96a3; background: #fff; color: var(--ink);
  border-radius: 18px; padding: 6px 18px; cursor: pointer; display: inline-block; }
button:hover, .button:hover { background: #f0f2f5; text-decoration: none; }
.primary { background: var(--green); border-color: var(--green); color: #fff; } .primary:hover { background: var(--green-deep); }
.actions { display: flex; gap: 10px; margin-top: 20px; }
fieldset { border: 0; padding: 0; margin: 0 0 22px; } legend { font-weight: 600; padding: 0; margin-bottom: 10px; }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 14px 18px; }
label { display: block; font-size: 13px; color: var(--soft); margin-bottom: 3px; }
.wide { grid-column: 1 / -1; }
input, select, textarea { width: 100%; font: inherit; color: var(--ink); padding: 7px 10px; border: 1px solid #8d96a3; border-radius: 4px; background: #fff; }
.check { display: flex; align-items: center; gap: 8px; } .check input { width: 18px; height: 18px; accent-color: var(--green); } .check label { margin: 0; color: var(--ink); }
.search { display: flex; gap: 8px; } .search input { width: 240px; }
.message { border-left: 4px solid var(--red); background: var(--red-soft); padding: 10px 14px; margin-bottom: 18px; border-radius: 4px; }
.saved { border-left-color: var(--green); background: var(--green-soft); }
.amount { margin: 0 0 16px; font-size: 28px; font-weight: 600; font-variant-numeric: tabular-nums; }
.tag { background: #e6e9ed; color: #444b55; border-radius: 10px; padding: 1px 9px; font-size: 12px; font-weight: 600; }
.tag.open { background: #fff2d6; color: #6e4700; } .tag.paid { background: var(--green-soft); color: var(--green-deep); }
dl { margin: 0; } dt { font-size: 12px; color: var(--soft); margin-top: 12px; } dt:first-child { margin-top: 0; } dd { margin: 0; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(200px, 1fr)); gap: 20px; }
`;
