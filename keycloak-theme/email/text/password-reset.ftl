<#ftl output_format="plainText">
<#assign token = (user.attributes.notMe)!"">
${msg("passwordResetBody", link, linkExpiration, realmName, linkExpirationFormatter(linkExpiration), user.username)}
<#if token?has_content && msg("publicAddress")?has_content>

${msg("mailNotMeText")}
${msg("publicAddress")}/not-me?t=${token?url("UTF-8")}&lang=${locale.language}
</#if>
