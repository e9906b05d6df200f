<#-- The parent's, with the login as one more value: whoever forgot the password may have forgotten that too. And the
     link "it wasn't me" of the desk's own mails, where the account has one and the office its pages for customers. -->
<#import "template.ftl" as layout>
<#assign token = (user.attributes.notMe)!"", public = msg("publicAddress"), there = token?has_content && public?has_content>
<@layout.emailLayout notMe=there?then("${public}/not-me?t=${token?url('UTF-8')}&lang=${locale.language}", "")>
${kcSanitize(msg("passwordResetBodyHtml", link, linkExpiration, realmName, linkExpirationFormatter(linkExpiration), user.username))?no_esc}
</@layout.emailLayout>
