import { keyOf, removeCommand, setCommand, setEntryCommand, setSecretCommand, shown, type Repair } from "../problem";
import { rule, type Rule } from "../rule";

/** SharePoint's settings, with values as Entra ID's documentation writes them. */
const SHAREPOINT_EXAMPLES = {
    baseUrl: "https://TENANT.sharepoint.com",
    pickerSharePointScope: "https://TENANT.sharepoint.com/AllSites.Read",
    pickerGraphScope: "Files.Read.All",
};

/** OpenID Connect, and the SharePoint picker that is built on it. */
export const signInRules = [
    rule({
        id: "openid-needs-client-secret",
        statement: "OpenID Connect has its client secret.",
        reads: ["openId", "openIdClientSecretGiven"],
        check: ({ openId, openIdClientSecretGiven }) =>
            openId !== undefined && !openIdClientSecretGiven
                ? {
                      finding: `${shown("openId.issuer", openId.issuer)}, but librechat:openIdClientSecret is not set; OpenID Connect needs the secret of its client.`,
                      repairs: [{ command: setSecretCommand("openIdClientSecret") }],
                  }
                : undefined,
    }),
    rule({
        id: "client-secret-needs-openid",
        statement: "A client secret has its OpenID Connect provider.",
        reads: ["openId", "openIdClientSecretGiven"],
        check: ({ openId, openIdClientSecretGiven }) =>
            openId === undefined && openIdClientSecretGiven
                ? {
                      finding:
                          "librechat:openIdClientSecret = [secret], but librechat:openId is not set; the secret needs issuer and clientId beside it.",
                      repairs: [
                          {
                              command: `${setEntryCommand("openId", ".issuer", "https://PROVIDER")} && ${setEntryCommand("openId", ".clientId", "CLIENT_ID")}`,
                          },
                          { command: removeCommand("openIdClientSecret") },
                      ],
                  }
                : undefined,
    }),
    completeRoleRule("required", "lets nobody in"),
    completeRoleRule("admin", "makes nobody an administrator"),
    rule({
        id: "sharepoint-complete",
        statement: "SharePoint has all of its settings, or none.",
        reads: ["sharePoint"],
        check: ({ sharePoint }) => {
            if (sharePoint === undefined) return undefined;
            const missing = Object.entries(SHAREPOINT_EXAMPLES).filter(([name]) => !(name in sharePoint));
            if (missing.length === 0) return undefined;
            return {
                finding: `${keyOf("sharePoint")} lacks ${namesOf(missing)}; the picker needs all three settings, or none.`,
                repairs: [
                    { command: missing.map(([name, example]) => setEntryCommand("sharePoint", `.${name}`, `'${example}'`)).join(" && ") },
                    removeSharePoint(),
                ],
            };
        },
    }),
    rule({
        id: "sharepoint-needs-openid",
        statement: "SharePoint has OpenID Connect, whose tokens it uses.",
        reads: ["sharePoint", "openId"],
        check: ({ sharePoint, openId }) =>
            sharePoint !== undefined && openId === undefined
                ? {
                      finding:
                          "librechat:sharePoint is set, but librechat:openId is not; the picker works with the tokens of a sign-in at Entra ID.",
                      repairs: [
                          {
                              command: [
                                  setEntryCommand("openId", ".issuer", "https://login.microsoftonline.com/TENANT_ID/v2.0"),
                                  setEntryCommand("openId", ".clientId", "CLIENT_ID"),
                                  setSecretCommand("openIdClientSecret"),
                              ].join(" && "),
                          },
                          removeSharePoint(),
                      ],
                  }
                : undefined,
    }),
    rule({
        id: "sharepoint-needs-reused-tokens",
        statement: "With SharePoint, LibreChat reuses the tokens of the sign-in.",
        reads: ["sharePoint", "openId"],
        check: ({ sharePoint, openId }) =>
            sharePoint !== undefined && openId?.reuseTokens === false
                ? {
                      finding: `${shown("openId.reuseTokens", false)} with librechat:sharePoint; allowed is true, the picker works with those tokens.`,
                      repairs: [{ command: setEntryCommand("openId", ".reuseTokens", "true") }, removeSharePoint()],
                  }
                : undefined,
    }),
    rule({
        id: "sharepoint-needs-scopes",
        statement: "With SharePoint, the sign-in asks for lasting access on the user's behalf.",
        reads: ["sharePoint", "openId"],
        check: ({ sharePoint, openId }) => {
            if (sharePoint === undefined || openId === undefined) return undefined;
            const scopes = openId.scope.split(/\s+/);
            if (scopes.includes("offline_access") && scopes.some((scope) => scope.endsWith("/access_as_user"))) return undefined;
            return {
                finding: `${shown("openId.scope", openId.scope)} with librechat:sharePoint; allowed is a scope with offline_access and api://CLIENT_ID/access_as_user.`,
                repairs: [
                    {
                        command: setEntryCommand(
                            "openId",
                            ".scope",
                            `'openid profile email offline_access api://${openId.clientId}/access_as_user'`,
                        ),
                    },
                ],
            };
        },
    }),
    rule({
        id: "sharepoint-needs-https",
        statement: "SharePoint is used over HTTPS.",
        reads: ["sharePoint", "domainName"],
        check: ({ sharePoint, domainName }) =>
            sharePoint !== undefined && domainName === undefined
                ? {
                      finding: "librechat:sharePoint is set, but librechat:domainName is not; the picker works over HTTPS only.",
                      repairs: [
                          { command: `${setCommand("domainName", "chat.example.com")} && ${setCommand("hostedZoneId", "ZONE_ID")}` },
                          removeSharePoint(),
                      ],
                  }
                : undefined,
    }),
    rule({
        id: "one-place-for-each-key",
        statement: "A key that models and web search share is given once.",
        reads: ["apiKeyNames", "webSearchNames"],
        check: ({ apiKeyNames, webSearchNames }) => {
            const twice = apiKeyNames.find((name) => webSearchNames.includes(name));
            if (twice === undefined) return undefined;
            return {
                finding: `librechat:apiKeys.${twice} and librechat:webSearch.${twice} are both set; allowed is one of them, LibreChat has one ${twice}.`,
                repairs: [{ command: `pulumi config rm --path '${keyOf("webSearch")}.${twice}'` }],
            };
        },
    }),
];

/** A role that the sign-in looks for, with examples of where Entra ID puts the roles of an application. */
function completeRoleRule(which: "required" | "admin", otherwise: string): Rule {
    const examples = Object.entries({
        [`${which}Role`]: `librechat-${which === "admin" ? "admin" : "user"}`,
        [`${which}RoleParameterPath`]: "roles",
        [`${which}RoleTokenKind`]: "id",
    });
    return rule({
        id: `${which}-role-complete`,
        statement: `The ${which} role of the sign-in has its place in the token, and the token.`,
        reads: ["openId"],
        check: ({ openId }) => {
            const given = examples.filter(([name]) => openId !== undefined && Object.hasOwn(openId, name));
            const missing = examples.filter((example) => !given.includes(example));
            if (given.length === 0 || missing.length === 0) return undefined;
            return {
                finding: `${keyOf("openId")} has ${namesOf(given)}, but lacks ${namesOf(missing)}; LibreChat needs all three, or ${otherwise}.`,
                repairs: [
                    { command: missing.map(([name, example]) => setEntryCommand("openId", `.${name}`, example)).join(" && ") },
                    { command: given.map(([name]) => `pulumi config rm --path '${keyOf("openId")}.${name}'`).join(" && ") },
                ],
            };
        },
    });
}

function namesOf(entries: readonly (readonly [string, string])[]): string {
    return entries.map(([name]) => name).join(" and ");
}

function removeSharePoint(): Repair {
    return { command: removeCommand("sharePoint") };
}
