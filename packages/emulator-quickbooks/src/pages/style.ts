import { FORM_STYLE } from "./style-forms.ts";

/** The pages' one style sheet: a white desk, a dark rail, one green. Contrast is at least 4.5 to 1. */
export const STYLE = `
:root { --green: #1d7a12; --green-deep: #145a0c; --ink: #2b2f36; --soft: #5c6470; --line: #dfe3e8;
  --paper: #fff; --desk: #f4f5f8; --rail: #22272e; --red: #b3261e; --red-soft: #fdecea; --green-soft: #e9f5e7; }
* { box-sizing: border-box; } [hidden] { display: none !important; }
body { margin: 0; background: var(--desk); color: var(--ink); display: flex; min-height: 100vh;
  font: 15px/1.5 "Avenir Next", Avenir, "Segoe UI", system-ui, sans-serif; }
a { color: var(--green); text-decoration: none; } a:hover { text-decoration: underline; }
p a, dd a, .pairs a, .message a { text-decoration: underline; }
:focus-visible { outline: 3px solid #4f9c46; outline-offset: 2px; border-radius: 3px; } main:focus { outline: 0; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 8px; top: 8px; background: #fff; padding: 8px; z-index: 2; }
.rail { width: 220px; background: var(--rail); color: #fff; padding: 22px 0; flex: none; }
.rail a.brand { display: flex; gap: 10px; align-items: center; padding: 0 20px 22px; font-weight: 600; color: #fff; }
.rail a.brand:hover { background: none; } .brand svg { flex: none; }
.brand small { display: block; font-weight: 400; color: #b9c0ca; font-size: 12px; }
.rail a { display: block; color: #d8dde4; padding: 9px 20px; border-left: 4px solid transparent; }
.rail a:hover { background: #2d333b; text-decoration: none; } .rail :focus-visible { outline-color: #8fd486; outline-offset: -3px; }
.rail a[aria-current] { color: #fff; border-left-color: #53b700; background: #2d333b; } .rail a.brand { border-left: 0; }
main { flex: 1; min-width: 0; padding: 26px 36px 60px; max-width: 1240px; }
h1 { font-size: 26px; line-height: 1.25; font-weight: 600; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 17px; margin: 0 0 12px; font-weight: 600; }
.head { display: flex; flex-wrap: wrap; gap: 10px 14px; align-items: center; margin-bottom: 20px; }
.head .buttons, .head > .button { margin-left: auto; } .buttons { display: flex; flex-wrap: wrap; gap: 8px; }
p.buttons { margin: 0 0 20px; } p.buttons a { text-decoration: none; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 22px 24px; margin-bottom: 20px; }
.card > :last-child { margin-bottom: 0; } .card p:first-child { margin-top: 0; }
.consent { max-width: 460px; margin: 12vh auto; } .question { max-width: 620px; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) 300px; gap: 20px; align-items: start; }
table { width: 100%; border-collapse: collapse; } .card.flush { padding: 0; overflow-x: auto; }
th { text-align: left; font-size: 12px; color: var(--soft); font-weight: 600; padding: 12px 16px; border-bottom: 1px solid var(--line); white-space: nowrap; }
th a { color: var(--soft); } th[aria-sort] a { color: var(--ink); }
th[aria-sort="ascending"] a::after { content: " ▲"; font-size: 9px; } th[aria-sort="descending"] a::after { content: " ▼"; font-size: 9px; }
.sums { border-top: 1px solid var(--line); padding: 8px 16px 10px; max-width: 340px; margin-left: auto; } .sums .total:last-child { font-weight: 600; }
.date { white-space: nowrap; } td { padding: 11px 16px; border-bottom: 1px solid #edf0f3; overflow-wrap: break-word; } tr:last-child td { border-bottom: 0; } tbody tr:hover { background: #f8faf8; }
.number { text-align: right; font-variant-numeric: tabular-nums; } td.number { white-space: nowrap; }
.sub td:first-child { padding-left: 36px; } .level-2 td:first-child { padding-left: 56px; }
.level-3 td:first-child { padding-left: 76px; } .level-4 td:first-child { padding-left: 96px; }
.quiet { color: var(--soft); } .late { color: var(--red); font-weight: 600; } .lines-of-text { white-space: pre-line; }
.button, button { font: inherit; font-weight: 600; border: 1px solid #8d96a3; background: #fff; color: var(--ink);
  border-radius: 18px; padding: 6px 18px; cursor: pointer; display: inline-block; white-space: nowrap; }
button:hover, a.button:hover { background: #f0f2f5; text-decoration: none; } .button.off { color: #6b7280; border-color: var(--line); cursor: default; }
.primary { background: var(--green); border-color: var(--green); color: #fff; } .primary:hover, a.primary:hover { background: var(--green-deep); }
.danger { background: var(--red); border-color: var(--red); color: #fff; } .danger:hover { background: #8c1d17; }
.actions { display: flex; flex-wrap: wrap; gap: 10px; margin-top: 20px; }
.toolbar { display: flex; flex-wrap: wrap; gap: 8px; margin-bottom: 14px; } .toolbar input[type=search] { width: 280px; } .toolbar select { width: auto; }
.pager { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-bottom: 20px; } .pager .quiet { margin-right: auto; }
.message { border-left: 4px solid var(--red); background: var(--red-soft); padding: 10px 14px; margin-bottom: 18px; border-radius: 4px; }
.message ul { margin: 4px 0 0; padding-left: 20px; } .message p { margin: 0 0 8px; }
.message a { color: inherit; } form.message { border-left-color: #8d96a3; background: #eceef1; }
.saved { border-left-color: var(--green); background: var(--green-soft); }
.amount { margin: 0 0 12px; font-size: 28px; line-height: 1.2; font-weight: 600; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.tag { background: #e6e9ed; color: #444b55; border-radius: 10px; padding: 1px 9px; font-size: 12px; font-weight: 600; white-space: nowrap; }
.tag.open { background: #e4eefb; color: #174a86; } .tag.overdue { background: #fff0d6; color: #7a3f00; } .tag.paid { background: var(--green-soft); color: var(--green-deep); }
dl { margin: 0; } dt { font-size: 12px; color: var(--soft); margin-top: 12px; } dt:first-child { margin-top: 0; } dd { margin: 0; overflow-wrap: anywhere; }
.version { display: flex; gap: 24px; border-top: 1px solid var(--line); margin-top: 16px; padding-top: 12px; display: grid; grid-template-columns: auto 1fr; gap: 0 12px; font-size: 12px; color: var(--soft); }
.version dt { margin: 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(220px, 1fr)); gap: 20px; }
.tiles { margin-bottom: 20px; } .tiles .card { margin: 0; } .tile { color: var(--ink); display: block; border-top: 4px solid #2f6db5; } .tile:hover { text-decoration: none; border-color: #8d96a3; }
.tile.overdue { border-top-color: #c8650b; } .tile.received { border-top-color: var(--green); } .tile .amount { margin-bottom: 4px; }
.pairs { list-style: none; margin: 0; padding: 0; } .pairs li { display: flex; gap: 12px; justify-content: space-between; padding: 6px 0; border-bottom: 1px solid #edf0f3; }
.pairs li:last-child { border-bottom: 0; } .pairs span:last-child { font-variant-numeric: tabular-nums; white-space: nowrap; }
@media (max-width: 1000px) { .columns { grid-template-columns: minmax(0, 1fr); } }
@media (max-width: 760px) {
  body { display: block; } .rail { width: auto; padding: 10px 0 0; } .rail a.brand { padding: 0 16px 8px; }
  .rail .links { display: flex; overflow-x: auto; } .rail .links a { flex: none; padding: 8px 14px; border-left: 0; border-bottom: 4px solid transparent; }
  .rail a[aria-current] { border-bottom-color: #53b700; } main { padding: 18px 14px 40px; } .card { padding: 16px; }
  .minor { display: none; } th, td { padding: 10px; } table { font-size: 14px; } .head .buttons, .head > .button { margin-left: 0; } h1 { font-size: 22px; }
  .toolbar input[type=search] { width: 100%; } .pager .quiet { width: 100%; }
}
${FORM_STYLE}`;
