<#-- One look for every mail, shared with the desk's own: style.ftl is made from provisioner/theme/mail.css. -->
<#macro emailLayout notMe="">
<!doctype html>
<html lang="${locale.language}" dir="${(ltr)?then('ltr','rtl')}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <meta name="supported-color-schemes" content="light dark">
  <title>${realmName!}</title>
  <style>
<#include "style.ftl">
  </style>
</head>
<body>
<div class="sheet" role="main">
  <div class="in">
    <p class="name">${realmName!}</p>
    <div class="act"><#nested></div>
  </div>
  <div class="in foot">
    <p>${msg("mailNotAsked")}</p>
<#if notMe?has_content>
    <p>${msg("mailNotMe")} <a href="${notMe}">${msg("mailNotMeLink")}</a></p>
</#if>
    <p>${msg("mailFooter")}</p>
  </div>
</div>
</body>
</html>
</#macro>
