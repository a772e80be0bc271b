import { ENTRA, SHAREPOINT, without } from "../validated";
import { lines, type Refusal } from "./refusal";

export const refusals: readonly Refusal[] = [
    {
        rule: "openid-needs-client-secret",
        given: { openId: ENTRA["openId"] },
        problems: [
            "librechat:openId.issuer = https://login.microsoftonline.com/contoso/v2.0, but librechat:openIdClientSecret is not set; OpenID Connect needs the secret of its client. Run: pulumi config set --secret librechat:openIdClientSecret",
        ],
    },
    {
        rule: "client-secret-needs-openid",
        given: { openIdClientSecret: "hush-hush" },
        problems: [
            lines(
                "librechat:openIdClientSecret = [secret], but librechat:openId is not set; the secret needs issuer and clientId beside it. Choose one:",
                "  pulumi config set --path 'librechat:openId.issuer' https://PROVIDER && pulumi config set --path 'librechat:openId.clientId' CLIENT_ID",
                "  pulumi config rm librechat:openIdClientSecret",
            ),
        ],
    },
    {
        rule: "required-role-complete",
        given: { ...ENTRA, openId: { issuer: "https://id.example.com", clientId: "0f0e", requiredRole: "staff" } },
        problems: [
            lines(
                "librechat:openId has requiredRole, but lacks requiredRoleParameterPath and requiredRoleTokenKind; LibreChat needs all three, or lets nobody in. Choose one:",
                "  pulumi config set --path 'librechat:openId.requiredRoleParameterPath' roles && pulumi config set --path 'librechat:openId.requiredRoleTokenKind' id",
                "  pulumi config rm --path 'librechat:openId.requiredRole'",
            ),
        ],
    },
    {
        rule: "admin-role-complete",
        given: { ...ENTRA, openId: { issuer: "https://id.example.com", clientId: "0f0e", adminRole: "x", adminRoleTokenKind: "id" } },
        problems: [
            lines(
                "librechat:openId has adminRole and adminRoleTokenKind, but lacks adminRoleParameterPath; LibreChat needs all three, or makes nobody an administrator. Choose one:",
                "  pulumi config set --path 'librechat:openId.adminRoleParameterPath' roles",
                "  pulumi config rm --path 'librechat:openId.adminRole' && pulumi config rm --path 'librechat:openId.adminRoleTokenKind'",
            ),
        ],
    },
    {
        rule: "sharepoint-complete",
        given: { ...SHAREPOINT, sharePoint: { pickerGraphScope: "Files.Read.All" } },
        problems: [
            lines(
                "librechat:sharePoint lacks baseUrl and pickerSharePointScope; the picker needs all three settings, or none. Choose one:",
                "  pulumi config set --path 'librechat:sharePoint.baseUrl' 'https://TENANT.sharepoint.com' && pulumi config set --path 'librechat:sharePoint.pickerSharePointScope' 'https://TENANT.sharepoint.com/AllSites.Read'",
                "  pulumi config rm librechat:sharePoint",
            ),
        ],
    },
    {
        rule: "sharepoint-needs-openid",
        given: without(SHAREPOINT, "openId", "openIdClientSecret"),
        problems: [
            lines(
                "librechat:sharePoint is set, but librechat:openId is not; the picker works with the tokens of a sign-in at Entra ID. Choose one:",
                "  pulumi config set --path 'librechat:openId.issuer' https://login.microsoftonline.com/TENANT_ID/v2.0 && pulumi config set --path 'librechat:openId.clientId' CLIENT_ID && pulumi config set --secret librechat:openIdClientSecret",
                "  pulumi config rm librechat:sharePoint",
            ),
        ],
    },
    {
        rule: "sharepoint-needs-reused-tokens",
        given: { ...SHAREPOINT, openId: { issuer: "https://id.example.com", clientId: "0f0e", reuseTokens: false } },
        problems: [
            lines(
                "librechat:openId.reuseTokens = false with librechat:sharePoint; allowed is true, the picker works with those tokens. Choose one:",
                "  pulumi config set --path 'librechat:openId.reuseTokens' true",
                "  pulumi config rm librechat:sharePoint",
            ),
        ],
    },
    {
        rule: "sharepoint-needs-scopes",
        given: { ...SHAREPOINT, openId: { issuer: "https://id.example.com", clientId: "0f0e", scope: "openid offline_access" } },
        problems: [
            "librechat:openId.scope = openid offline_access with librechat:sharePoint; allowed is a scope with offline_access and api://CLIENT_ID/access_as_user. Run: pulumi config set --path 'librechat:openId.scope' 'openid profile email offline_access api://0f0e/access_as_user'",
        ],
    },
    {
        rule: "sharepoint-needs-https",
        given: without(SHAREPOINT, "domainName", "hostedZoneId"),
        problems: [
            lines(
                "librechat:sharePoint is set, but librechat:domainName is not; the picker works over HTTPS only. Choose one:",
                "  pulumi config set librechat:domainName chat.example.com && pulumi config set librechat:hostedZoneId ZONE_ID",
                "  pulumi config rm librechat:sharePoint",
            ),
        ],
    },
    {
        rule: "one-place-for-each-key",
        given: { apiKeys: { COHERE_API_KEY: "c" }, webSearch: { COHERE_API_KEY: "c", SERPER_API_KEY: "s" } },
        problems: [
            "librechat:apiKeys.COHERE_API_KEY and librechat:webSearch.COHERE_API_KEY are both set; allowed is one of them, LibreChat has one COHERE_API_KEY. Run: pulumi config rm --path 'librechat:webSearch.COHERE_API_KEY'",
        ],
    },
];
