/** Facts about interface endpoints (E1 to E14). */
import { AWS } from "../../../policy-pack/reachability/aws-types";
import { PAGES, type Fact } from "./fact";
import { asFirstPreview, line, Network, withValues, without } from "./network";

const noNat = [without(AWS.route, "route-private-a"), without(AWS.route, "route-private-b")];
const NEED = "service:secretsmanager";
const DOOR = "ingress-door-secretsmanager-0";

const secrets = (verdict: string) => [`${NEED} from private-a: ${verdict}`];
const s3 = (verdict: string) => [`service:s3 from private-a: ${verdict}`];
const endpoint = (properties: Record<string, unknown> = {}) =>
    new Network().endpoint("secretsmanager", properties).client(NEED, ["private-a"]);
const everyLine = [line(100, "allow", 0, 65_535)];

export const FACTS_OF_ENDPOINTS: readonly Fact[] = [
    {
        number: "E1",
        title: "an endpoint has at most one subnet in a zone; it is refused, and the path is open all the same",
        page: PAGES.interfaceEndpoints,
        networks: [
            [() => endpoint({ subnetIds: ["private-a", "isolated-a"] }).graph(), [...secrets("REACHED"), "lint:create DUP_AZ_SUBNET"]],
        ],
    },
    {
        number: "E2",
        title: "an endpoint serves every subnet of the VPC, in and across zones",
        page: PAGES.awsServices,
        networks: [[() => endpoint({ subnetIds: ["isolated-b"] }).changed(...noNat), secrets("REACHED")]],
    },
    {
        number: "E3",
        title: "private DNS needs both DNS attributes, of which hostnames are off by default",
        page: PAGES.dns,
        networks: [
            [
                () => endpoint().changed(...noNat, withValues(AWS.vpc, "net", { enableDnsHostnames: undefined })),
                [...secrets("BLOCKED NO_ROUTE VPC_DNS_OFF"), "lint:create VPC_DNS_OFF"],
            ],
        ],
    },
    {
        number: "E4",
        title: "without private DNS the usual name leads to public addresses; what an omitted value means is not known",
        page: PAGES.awsServices,
        networks: [
            [() => endpoint({ privateDnsEnabled: false }).changed(...noNat), secrets("BLOCKED NO_ROUTE ENDPOINT_NO_PRIVATE_DNS")],
            [() => endpoint({ privateDnsEnabled: undefined }).changed(...noNat), secrets("UNKNOWN ENDPOINT_NO_PRIVATE_DNS NO_ROUTE")],
        ],
    },
    {
        number: "E5",
        title: "an endpoint without a group has the default one, which admits its own members only",
        page: PAGES.defaultGroup,
        networks: [[() => endpoint({ securityGroupIds: [] }).graph(), secrets("BLOCKED ENDPOINT_DEFAULT_SG")]],
    },
    {
        number: "E6",
        title: "the endpoint's group admits the client on tcp 443, the client's lets it out, and network ACLs have a say",
        page: PAGES.interfaceEndpoints,
        networks: [
            [() => endpoint().graph(), secrets("REACHED")],
            [() => endpoint().changed(without(AWS.ingressRule, DOOR)), secrets("BLOCKED ENDPOINT_SG")],
            [() => endpoint().changed(without(AWS.egressRule, "egress-client-0")), secrets("BLOCKED SG_EGRESS")],
            [
                () =>
                    endpoint({ subnetIds: ["isolated-a"] })
                        .acl(["isolated-a"], [], everyLine)
                        .graph(),
                secrets("BLOCKED NACL_IN"),
            ],
        ],
    },
    {
        number: "E7",
        title: "the policy of an endpoint allows everything by default, and may refuse",
        page: PAGES.endpointPolicies,
        networks: [
            [() => endpoint({ policy: undefined }).graph(), secrets("REACHED")],
            [() => endpoint({ policy: JSON.stringify({ Statement: [] }) }).graph(), secrets("BLOCKED ENDPOINT_POLICY")],
        ],
    },
    {
        number: "E8",
        title: "private DNS captures the name for all of the VPC: a NAT gateway is no way round",
        page: PAGES.awsServices,
        networks: [
            [() => new Network().client(NEED, ["private-a"]).graph(), secrets("REACHED")],
            [() => endpoint().changed(without(AWS.ingressRule, DOOR)), secrets("BLOCKED ENDPOINT_SG")],
        ],
    },
    {
        number: "E9",
        title: "one endpoint with private DNS for a service in a VPC",
        page: PAGES.awsServices,
        networks: [
            [
                () =>
                    endpoint()
                        .add(AWS.vpcEndpoint, "second", {
                            ...endpoint().nodes.find(({ name }) => name === "endpoint-secretsmanager")?.properties,
                            subnetIds: ["private-b"],
                        })
                        .graph(),
                [...secrets("REACHED"), "lint:create DNS_CONFLICT"],
            ],
        ],
    },
    {
        number: "E10",
        title: "a service may not be offered in every zone: only AWS can tell, so that nothing is said",
        page: PAGES.interfaceEndpoints,
        networks: [[() => endpoint({ subnetIds: ["private-b"] }).graph(), secrets("REACHED")]],
    },
    {
        number: "E11",
        title: "private DNS is on before the endpoint works: what starts first fails",
        page: PAGES.interfaceEndpoints,
        networks: [
            [
                () => asFirstPreview(new Network().endpoint("secretsmanager").service(NEED, ["private-a"], false).graph()),
                [...secrets("REACHED"), "lint:order ORDERING"],
            ],
        ],
    },
    {
        number: "E12",
        title: "groups and ACLs do not filter DNS: no rule for port 53",
        page: PAGES.dns,
        networks: [
            [
                () => endpoint().changed(withValues(AWS.egressRule, "egress-client-0", { ipProtocol: "tcp", fromPort: 443, toPort: 443 })),
                secrets("REACHED"),
            ],
        ],
    },
    {
        number: "E13",
        title: "private DNS of an S3 endpoint answers inbound resolvers only, unless told otherwise",
        page: PAGES.s3Endpoints,
        networks: [
            [
                () =>
                    new Network()
                        .endpoint("s3")
                        .client("service:s3", ["private-a"])
                        .changed(...noNat),
                s3("BLOCKED NO_ROUTE ENDPOINT_NO_PRIVATE_DNS ENDPOINT_MISSING"),
            ],
        ],
    },
    {
        number: "E14",
        title: "an endpoint serves the Region in the name of its service, which need not be its own",
        page: PAGES.awsServices,
        networks: [
            [
                () => endpoint({ serviceName: "com.amazonaws.us-west-2.secretsmanager", serviceRegion: "us-west-2" }).changed(...noNat),
                secrets("BLOCKED NO_ROUTE ENDPOINT_MISSING"),
            ],
            [
                () =>
                    new Network()
                        .endpoint("bedrock-runtime", { serviceName: "com.amazonaws.us-west-2.bedrock-runtime", serviceRegion: "us-west-2" })
                        .client("internet:bedrock-runtime.us-west-2.amazonaws.com service:bedrock-runtime", ["private-a"])
                        .changed(...noNat),
                [
                    "internet:bedrock-runtime.us-west-2.amazonaws.com from private-a: REACHED",
                    "service:bedrock-runtime from private-a: BLOCKED NO_ROUTE ENDPOINT_MISSING",
                ],
            ],
            [
                () =>
                    new Network()
                        .endpoint("bedrock-runtime")
                        .client("internet:bedrock-runtime.us-west-2.amazonaws.com", ["private-a"])
                        .changed(...noNat),
                ["internet:bedrock-runtime.us-west-2.amazonaws.com from private-a: BLOCKED NO_ROUTE"],
            ],
        ],
    },
];
