/* The look of every mail, ours and Keycloak's. Mail programs know no variables: `provisioner theme build` puts the
   colours of tokens.css in their place. Nothing is fetched from elsewhere. */
body { margin: 0; background: #f3f6f8; color: #14232b; font: 16px/1.5 "Red Hat Text", "Segoe UI", Arial, sans-serif; }
.sheet { max-width: 600px; margin: 0 auto; background: #ffffff; border-top: 4px solid #0a5a78; overflow-wrap: anywhere; }
.in { padding: 24px; }
.name { margin: 0 0 16px; color: #0a5a78; font-weight: 600; }
h1 { font-size: 26px; line-height: 1.3; margin: 0 0 16px; }
p, ol { margin: 0 0 16px; }
small { font-size: 13px; line-height: 1.3; display: block; }
li { margin: 0 0 8px; }
a { color: #0a5a78; }
.act a { display: inline-block; padding: 8px 16px; border-radius: 4px; background: #0a5a78; color: #ffffff; font-weight: 600; text-decoration: none; }
.box { border: 1px solid #71848e; border-radius: 4px; padding: 16px; margin: 0 0 16px; }
.box dt { font-size: 14px; color: #4b5d67; margin: 0; }
.box dd { margin: 0 0 12px; font-size: 16px; }
.box dd.last { margin-bottom: 0; }
.code { font-family: Consolas, "DejaVu Sans Mono", monospace; font-size: 20px; word-break: break-all; }
.group { padding-right: 6px; }
.note { background: #fff2d6; color: #7a4700; padding: 12px 16px; border-radius: 4px; }
.foot { border-top: 1px solid #c5d1d7; color: #4b5d67; font-size: 14px; }
.foot p { margin: 0 0 8px; }
@media (prefers-color-scheme: dark) {
  body { background: #0e181d; color: #e7eef1; }
  .sheet { background: #15232b; border-top-color: #74c6e3; }
  .name, a { color: #74c6e3; }
  .act a { background: #74c6e3; color: #0e181d; }
  .box { border-color: #7d919b; }
  .box dt, .foot { color: #a8b9c2; }
  .foot { border-top-color: #34474f; }
  .note { background: #412a00; color: #ffd58a; }
}
