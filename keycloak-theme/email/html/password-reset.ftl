<#-- The parent's, with the login as one more value: whoever forgot the password may have forgotten that too. And the
     link "it wasn't me" of the desk's own mails, where the account has one and the office its pages for customers. -->
<#import "template.ftl" as layout>
<#assign token = (user.attributes.notMe)!"">
<@layout.emailLayout>
${kcSanitize(msg("passwordResetBodyHtml", link, linkExpiration, realmName, linkExpirationFormatter(linkExpiration), user.username))?no_esc}
<#if token?has_content && msg("publicAddress")?has_content>
<p>${msg("mailNotMe")} <a href="${msg("publicAddress")}/not-me?t=${token?url("UTF-8")}&amp;lang=${locale.language}">${msg("mailNotMeLink")}</a></p>
</#if>
</@layout.emailLayout>
