<#import "buttons.ftl" as buttons>
<#-- The parent calls what these pages do by one word; a button is named after what it does. -->
<#assign named = {"login-update-password": "setPassword", "login-reset-password": "sendLink"}>
<#assign plain = buttons.button>
<#macro button label id="" name="" type="primary" fullWidth=true class=[] extra...>
<@plain?with_args(extra) label=(label == "doSubmit")?then(named[pageId]!label, label) id=id name=name type=type fullWidth=fullWidth class=class/>
</#macro>
<#assign button = button in buttons>
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
<#-- After a password was set, or at a dead link: the one thing to do next, in place of the page's own link. -->
<#local said = (message.summary)!"">
<#local home = msg("ibokAddress")?has_content?then(msg("ibokAddress"), (client.baseUrl)!"")>
<#local set = pageId == "info" && said == msg("accountUpdatedMessage") && home?has_content>
<#local dead = pageId == "error" && said == msg("expiredActionMessage") && realm.resetPasswordAllowed>
<#if set || dead>
<p class="desk-next"><a class="${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" href="${set?then(home, url.loginResetCredentialsUrl)}">${set?then(msg("signInNow"), msg("askForNewLink"))}</a></p>
</#if>
<div class="desk-notes">
  <#-- Where to go now. Left out where another link leads there. -->
  <#if ["info", "error"]?seq_contains(pageId) && !set && msg("ibokAddress")?has_content && msg("ibokAddress") != (client.baseUrl)!"">
    <p><a href="${msg("ibokAddress")}">${msg("toIbok")}</a></p>
  </#if>
  <#if pageId == "login"><p>${msg("loginHint")}</p></#if>
  <#-- A phone number stays in one line. -->
  <p>${msg("officeContact")?replace("(\\d) (?=\\d)", "$1\x00A0", "r")}</p>
  <#if msg("accessibilityAddress")?has_content>
    <p><a href="${msg("accessibilityAddress")}?lang=${(locale.currentLanguageTag)!"pl"}">${msg("accessibilityDeclaration")}</a></p>
  </#if>
</div>
</#macro>
