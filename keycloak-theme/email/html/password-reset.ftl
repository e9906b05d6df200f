<#-- The parent's, with the login as one more value: whoever forgot the password may have forgotten that too. -->
<#import "template.ftl" as layout>
<@layout.emailLayout>
${kcSanitize(msg("passwordResetBodyHtml", link, linkExpiration, realmName, linkExpirationFormatter(linkExpiration), user.username))?no_esc}
</@layout.emailLayout>
