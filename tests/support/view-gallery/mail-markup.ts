import { id } from './fixtures.ts';

/** An answer as webmails write it: no colours of its own, a picture in the text, and what it answers below. */
const answer = `<div dir="ltr">All four drift by the same amount, see the log and <b>this plot</b>:
<div><img src="cid:plot@brightwater.example" alt="Plot of the drift" width="480" height="160"></div>
<div>Can you swap them before the <u>27th</u>? Our plan is at <a href="https://brightwater.example/plan">brightwater.example/plan</a>.</div>
<ul><li>serial 20-1187</li><li>serial 20-1188</li></ul></div>
<div class="gmail_quote"><div class="gmail_attr">On Wed, Tom Okafor &lt;tom@larkfield.example&gt; wrote:<br></div>
<blockquote class="gmail_quote">Hi Jack, yes it is. Could you send me a log of the drift?</blockquote></div>`;

/** A mail that was laid out: wide tables, colours, pictures from elsewhere. */
const letter = `<html><head><style>.lead { font-size: 20px; color: #14532d } td { padding: 8px }</style></head>
<body bgcolor="#eef2ef"><table width="640" align="center" bgcolor="#ffffff" cellspacing="0"><tr>
<td bgcolor="#14532d" style="color:#ffffff"><img src="https://pictures.example/logo.png" alt="Larkfield" width="120" height="32"></td></tr>
<tr><td><p class="lead">Your meters are covered</p><p>Hi Jack, yes it is. Could you send me a log of the drift?</p>
<table width="600"><tr><td bgcolor="#dcfce7">Meter</td><td bgcolor="#dcfce7">Serial</td><td bgcolor="#dcfce7">Covered until</td></tr>
<tr><td>Flow meter A</td><td>20-1187</td><td>November 2027</td></tr><tr><td>Flow meter B</td><td>20-1188</td><td>November 2027</td></tr></table>
<p><a href="https://larkfield.example/warranty" style="background:#14532d;color:#fff;padding:8px 16px;border-radius:4px">The terms</a></p>
</td></tr></table><img src="https://track.example/open.gif" width="1" height="1"></body></html>`;

/** What the mails of the gallery look like as sent. */
export const markupOf = (emailId: string): { html: string; isCut: boolean } => ({
  html: emailId === id(602) ? letter : answer,
  isCut: false,
});
