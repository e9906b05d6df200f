<#macro content>
<#if pageId == "login-update-password" && passwordPolicies??>
<div class="desk-rules" id="password-rules">
  <p>${msg("passwordRules")}</p>
  <ul>
    <#if passwordPolicies.length??><li data-rule="length" data-value="${passwordPolicies.length}">${msg("passwordRuleLength", passwordPolicies.length)}</li></#if>
    <#-- R6 asks for letters and digits together; the server tells templates the second only. -->
    <#if passwordPolicies.digits??><li data-rule="letter">${msg("passwordRuleLetter")}</li></#if>
    <#if passwordPolicies.digits??><li data-rule="digits" data-value="${passwordPolicies.digits}">${msg("passwordRuleDigits", passwordPolicies.digits)}</li></#if>
    <li>${msg("passwordRuleHistory")}</li>
  </ul>
</div>
</#if>
<div class="desk-notes">
  <#-- After a password was set, or a link did not work: where to go now. Left out where the page's own link leads there. -->
  <#if ["info", "error"]?seq_contains(pageId) && msg("ibokAddress")?has_content && msg("ibokAddress") != (client.baseUrl)!"">
    <p><a href="${msg("ibokAddress")}">${msg("toIbok")}</a></p>
  </#if>
  <#if pageId == "login"><p>${msg("loginHint")}</p></#if>
  <p>${msg("officeContact")}</p>
</div>
</#macro>
