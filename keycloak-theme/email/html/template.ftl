<#-- One look for every mail: 600 px, our colours as literals because mail programs know no variables, nothing remote. -->
<#macro emailLayout>
<!doctype html>
<html lang="${locale.language}" dir="${(ltr)?then('ltr','rtl')}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <style>
    body { margin: 0; padding: 24px 8px; background: #f3f6f8; color: #14232b; font: 16px/1.5 "Red Hat Text", "Segoe UI", "Noto Sans", sans-serif; }
    .paper { max-width: 552px; margin: 0 auto; padding: 24px; background: #ffffff; border: 1px solid #c5d1d7; border-radius: 8px; overflow-wrap: anywhere; }
    .name { margin: 0 0 16px; color: #0a5a78; font-weight: 600; }
    .body { margin: 0 0 24px; }
    h1 { margin: 0 0 12px; font-size: 26px; line-height: 1.25; }
    a { display: inline-block; padding: 8px 16px; border-radius: 4px; background: #0a5a78; color: #ffffff; font-weight: 600; text-decoration: none; }
    .quiet { margin: 0 0 8px; color: #4b5d67; font-size: 14px; }
    @media (prefers-color-scheme: dark) {
      body { background: #0e181d; color: #e7eef1; }
      .paper { background: #15232b; border-color: #34474f; }
      .name { color: #74c6e3; }
      a { background: #74c6e3; color: #0e181d; }
      .quiet { color: #a8b9c2; }
    }
  </style>
</head>
<body>
  <div class="paper">
    <p class="name">${realmName!}</p>
    <div class="body"><#nested></div>
    <p class="quiet">${msg("mailNotAsked")}</p>
    <p class="quiet">${msg("mailFooter")}</p>
  </div>
</body>
</html>
</#macro>
