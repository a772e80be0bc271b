import { setting, text } from "../setting";

/** Labels of letters, digits and hyphens, at least two of them. Source: https://datatracker.ietf.org/doc/html/rfc1123#section-2.1 */
const HOST_NAME = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/;

export const edge = {
    domainName: setting(text(HOST_NAME, "a host name in small letters, without https://", "chat.example.com").optional(), {
        group: "edge",
        description:
            "Name under which users reach LibreChat, over HTTPS. Without one it is served over plain HTTP at the load balancer's name.",
        change: "Users sign in again; the address registered at an OpenID Connect provider must follow.",
    }),
    hostedZoneId: setting(text(/^Z[A-Z0-9]{1,31}$/, "the id of a Route 53 hosted zone", "Z0123456789ABCDEFGHIJ").optional(), {
        group: "edge",
        description: "Public Route 53 zone of the domain, where the record of the load balancer (and of a new certificate) is written.",
    }),
    certificateArn: setting(
        text(
            /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[a-zA-Z0-9-]+$/,
            "the ARN of an ACM certificate",
            "arn:aws:acm:us-east-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef",
        ).optional(),
        {
            group: "edge",
            description:
                "Certificate for domainName in the Region of the stack. Without one a certificate is made, and proved through hostedZoneId.",
        },
    ),
};
