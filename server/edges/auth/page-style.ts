/** One calm design for every page: a narrow card, the host's colour scheme, the accent of the sidebar. */
export const pageStyle = `
:root { color-scheme: light dark;
  --ground: light-dark(#f5f6f6, #161819); --card: light-dark(#ffffff, #1b1c1f); --ink: light-dark(#1b1f21, #e8ebec);
  --soft: light-dark(#596164, #a6aeb1); --line: light-dark(#e2e5e6, #35393b); --edge: light-dark(#868e91, #7c8588);
  --accent: light-dark(#0f6a70, #6ccbd0); --accent-hover: light-dark(#0a575c, #86d8dc); --on-accent: light-dark(#ffffff, #06282a);
  --wrong: light-dark(#ae2a26, #f59a92); --wrong-soft: light-dark(#fdeeed, #3d2322); }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; padding: 24px 16px; display: grid; place-items: center; background: var(--ground);
  color: var(--ink); font: 15px/1.5 Inter, system-ui, -apple-system, "Segoe UI", sans-serif; }
main { width: 100%; max-width: 400px; padding: 32px; background: var(--card); border: 1px solid var(--line); border-radius: 12px;
  overflow-wrap: anywhere; }
@media (max-width: 440px) { body { place-items: start stretch; padding: 16px; } main { padding: 24px 20px; } }
.brand { display: flex; align-items: center; gap: 10px; margin: 0 0 24px; font-size: 15px; font-weight: 600; }
.brand svg { width: 26px; height: 26px; }
h1 { margin: 0 0 8px; font-size: 20px; line-height: 1.3; font-weight: 600; letter-spacing: -0.01em; }
h2 { margin: 24px 0 8px; font-size: 15px; }
p { margin: 0 0 16px; } .soft { color: var(--soft); font-size: 14px; }
form { margin: 16px 0 0; } label { display: block; margin: 0 0 16px; font-weight: 550; font-size: 14px; }
label .soft { display: block; font-weight: 400; font-size: 13px; }
input { display: block; width: 100%; min-height: 40px; margin-top: 4px; padding: 8px 12px; font: inherit; font-size: 15px; font-weight: 400; color: inherit;
  background: var(--card); border: 1px solid var(--edge); border-radius: 8px; }
input[readonly] { color: var(--soft); border-color: var(--line); }
button, .button { display: block; width: 100%; min-height: 40px; margin: 0 0 8px; padding: 8px 16px; font: inherit; font-weight: 600;
  text-align: center; text-decoration: none; cursor: pointer; color: var(--on-accent); background: var(--accent);
  border: 1px solid transparent; border-radius: 8px; }
button:hover, .button:hover { background: var(--accent-hover); }
.quiet { color: var(--ink); background: transparent; border-color: var(--edge); }
.quiet:hover { background: var(--ground); }
.or { display: flex; align-items: center; gap: 12px; margin: 16px 0; color: var(--soft); font-size: 13px; }
.or::before, .or::after { content: ""; flex: 1; border-top: 1px solid var(--line); }
.wrong { margin: 0 0 16px; padding: 10px 12px; color: var(--wrong); background: var(--wrong-soft); border-radius: 8px; font-size: 14px; }
dl { margin: 16px 0; font-size: 14px; } dt { color: var(--soft); } dd { margin: 0 0 8px; font-weight: 550; }
ul { margin: 0 0 16px; padding-left: 20px; } a { color: var(--accent); }
details { margin-top: 16px; } summary { cursor: pointer; font-size: 14px; color: var(--soft); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
`;
