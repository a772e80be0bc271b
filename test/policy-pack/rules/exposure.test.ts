import { ec2RequireImdsv2 } from "../../../policy-pack/rules/ec2-require-imdsv2";
import { ecsTaskDisallowHostAccess } from "../../../policy-pack/rules/ecs-task-disallow-host-access";
import { securityGroupDisallowOpenAdminPorts } from "../../../policy-pack/rules/security-group-disallow-open-admin-ports";
import { workloadDisallowPublicAddress } from "../../../policy-pack/rules/workload-disallow-public-address";
import { TYPES } from "../../../policy-pack/types";
import { UNKNOWN_TEXT } from "../graph";
import { describeSubject, type Subject } from "./subjects";

describe("rules on exposure", () => {
    const PUBLIC = "wanted is false, and a route to a NAT gateway.";
    describeSubject({
        policy: workloadDisallowPublicAddress,
        type: TYPES.service,
        sound: { networkConfiguration: { assignPublicIp: false, subnets: [UNKNOWN_TEXT] } },
        changes: [
            [{ networkConfiguration: { assignPublicIp: true } }, [`networkConfiguration.assignPublicIp of it = true; ${PUBLIC}`]],
            [{ networkConfiguration: {} }, []],
            [{ networkConfiguration: undefined }, []],
        ],
        unknown: [{ networkConfiguration: UNKNOWN_TEXT }, { networkConfiguration: { assignPublicIp: UNKNOWN_TEXT } }],
    });
    describeSubject({
        policy: workloadDisallowPublicAddress,
        type: TYPES.instance,
        sound: { associatePublicIpAddress: false },
        changes: [
            [{ associatePublicIpAddress: true }, [`associatePublicIpAddress of it = true; ${PUBLIC}`]],
            [{ associatePublicIpAddress: true, sourceDestCheck: false }, []],
            [{ associatePublicIpAddress: undefined }, []],
        ],
        unknown: [{ associatePublicIpAddress: UNKNOWN_TEXT }],
    });
    describeSubject({
        policy: workloadDisallowPublicAddress,
        type: TYPES.launchTemplate,
        sound: { networkInterfaces: [{ associatePublicIpAddress: "false" }] },
        changes: [
            [
                { networkInterfaces: [{}, { associatePublicIpAddress: "true" }] },
                [`networkInterfaces[1].associatePublicIpAddress of it = true; ${PUBLIC}`],
            ],
            [{ networkInterfaces: undefined }, []],
        ],
        unknown: [{ networkInterfaces: UNKNOWN_TEXT }, { networkInterfaces: [{ associatePublicIpAddress: UNKNOWN_TEXT }] }],
    });

    for (const type of [TYPES.instance, TYPES.launchTemplate, TYPES.launchConfiguration]) {
        describeSubject({
            policy: ec2RequireImdsv2,
            type,
            sound: { metadataOptions: { httpTokens: "required" } },
            changes: [
                [{ metadataOptions: { httpTokens: "optional" } }, ["metadataOptions.httpTokens of it = optional; wanted is required."]],
                [{ metadataOptions: {} }, ["metadataOptions.httpTokens of it = not set; wanted is required."]],
                [{ metadataOptions: undefined }, ["metadataOptions.httpTokens of it = not set; wanted is required."]],
                [{ metadataOptions: { httpEndpoint: "disabled" } }, []],
            ],
            unknown: [{ metadataOptions: UNKNOWN_TEXT }, { metadataOptions: { httpTokens: UNKNOWN_TEXT } }],
        });
    }
    describeSubject({
        policy: ec2RequireImdsv2,
        type: TYPES.instance,
        sound: { launchTemplate: { id: UNKNOWN_TEXT } },
        changes: [[{ launchTemplate: undefined }, ["metadataOptions.httpTokens of it = not set; wanted is required."]]],
        unknown: [{ metadataOptions: UNKNOWN_TEXT }],
    });

    const mode = (property: string) => [`${property} of it = host; wanted is another mode, such as awsvpc or task.`];
    describeSubject({
        policy: ecsTaskDisallowHostAccess,
        type: TYPES.taskDefinition,
        sound: {
            networkMode: "awsvpc",
            volumes: [{ name: "files" }, { name: "logs", hostPath: "/var/log" }],
            containerDefinitions: JSON.stringify([{ name: "app" }, { name: "helper", privileged: false }]),
        },
        changes: [
            ...["networkMode", "pidMode", "ipcMode"].map((property): Subject["changes"][number] => [
                { [property]: "host" },
                mode(property),
            ]),
            [
                { containerDefinitions: '[{"name":"app","privileged":true},{"privileged":true}]' },
                [
                    "privileged of container app in it = true; wanted is false.",
                    "privileged of container without a name in it = true; wanted is false.",
                ],
            ],
            [
                { volumes: [{ name: "docker", hostPath: "/var/run/docker.sock" }] },
                ["hostPath of a volume of it = /var/run/docker.sock; wanted is no volume of it."],
            ],
            [{ networkMode: "host", containerDefinitions: UNKNOWN_TEXT }, mode("networkMode")],
            [{ networkMode: undefined, volumes: undefined, containerDefinitions: undefined }, []],
            [{ containerDefinitions: "[{" }, []],
            [{ containerDefinitions: "{}" }, []],
        ],
        unknown: [
            { containerDefinitions: UNKNOWN_TEXT },
            { networkMode: UNKNOWN_TEXT },
            { volumes: UNKNOWN_TEXT },
            { volumes: [UNKNOWN_TEXT] },
        ],
    });

    const NEED = "wanted are the addresses or the security group that need it.";
    const opened = (direction: string, what: string) => [`${direction} rule of it ${what}; ${NEED}`];
    describeSubject({
        policy: securityGroupDisallowOpenAdminPorts,
        type: TYPES.securityGroupIngressRule,
        sound: { ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIpv4: "0.0.0.0/0" },
        changes: [
            [{ fromPort: 22, toPort: 22 }, opened("ingress", "admits 0.0.0.0/0 to tcp 22 (SSH)")],
            [
                { ipProtocol: "6", fromPort: 22, toPort: 22, cidrIpv4: "128.0.0.0/1" },
                opened("ingress", "admits 128.0.0.0/1 to tcp 22 (SSH)"),
            ],
            [
                { fromPort: 3000, toPort: 6000, cidrIpv4: undefined, cidrIpv6: "2000::/3" },
                opened("ingress", "admits 2000::/3 to tcp 3389 (RDP), 5985 (WinRM), 5986 (WinRM), 3306 (MySQL), 5432 (PostgreSQL)"),
            ],
            [
                { ipProtocol: "-1", fromPort: undefined, toPort: undefined },
                opened(
                    "ingress",
                    "admits 0.0.0.0/0 to tcp 22 (SSH), 3389 (RDP), 5985 (WinRM), 5986 (WinRM), 1433 (SQL Server), 3306 (MySQL), 5432 (PostgreSQL), " +
                        "6379 (Redis), 27017 (MongoDB)",
                ),
            ],
            [{ fromPort: 22, toPort: 22, cidrIpv4: "10.0.0.0/8" }, []],
            [{ fromPort: 22, toPort: 22, cidrIpv4: undefined, cidrIpv6: "2001:db8::/32" }, []],
            [{ fromPort: 22, toPort: 22, cidrIpv4: undefined, referencedSecurityGroupId: UNKNOWN_TEXT }, []],
            [{ ipProtocol: "udp", fromPort: 22, toPort: 22 }, []],
            [{ fromPort: 22, toPort: 22, cidrIpv4: "everywhere" }, []],
            [{ fromPort: 443, toPort: 443, cidrIpv4: UNKNOWN_TEXT }, []],
        ],
        unknown: [{ fromPort: UNKNOWN_TEXT }, { fromPort: 22, toPort: 22, cidrIpv4: UNKNOWN_TEXT }, { ipProtocol: UNKNOWN_TEXT }],
    });
    describeSubject({
        policy: securityGroupDisallowOpenAdminPorts,
        type: TYPES.securityGroupEgressRule,
        sound: { ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" },
        changes: [
            [{ ipProtocol: "tcp", fromPort: 0, toPort: 65535 }, []],
            [{ ipProtocol: "tcp", fromPort: 27017, toPort: 27017 }, []],
            [{ ipProtocol: "tcp", fromPort: 22, toPort: 22 }, opened("egress", "lets through to 0.0.0.0/0 tcp 22 (SSH)")],
        ],
        unknown: [{ ipProtocol: UNKNOWN_TEXT }],
    });
    describeSubject({
        policy: securityGroupDisallowOpenAdminPorts,
        type: TYPES.securityGroupRule,
        sound: { type: "ingress", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"], self: false },
        changes: [
            [
                { cidrBlocks: ["10.0.0.0/8", "0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] },
                opened("ingress", "admits 0.0.0.0/0 and ::/0 to tcp 22 (SSH)"),
            ],
            [
                { type: "egress", fromPort: 3389, toPort: 3389, cidrBlocks: ["0.0.0.0/0"] },
                opened("egress", "lets through to 0.0.0.0/0 tcp 3389 (RDP)"),
            ],
            [{ cidrBlocks: undefined }, []],
        ],
        unknown: [{ type: UNKNOWN_TEXT }, { cidrBlocks: UNKNOWN_TEXT }, { cidrBlocks: [UNKNOWN_TEXT] }],
    });
    describeSubject({
        policy: securityGroupDisallowOpenAdminPorts,
        type: TYPES.securityGroup,
        sound: {
            ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }],
            egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
        },
        changes: [
            [
                { ingress: [{ protocol: "tcp", fromPort: 6379, toPort: 6379, cidrBlocks: ["0.0.0.0/0"] }, UNKNOWN_TEXT] },
                opened("ingress", "admits 0.0.0.0/0 to tcp 6379 (Redis)"),
            ],
            [{ ingress: undefined, egress: undefined }, []],
            [{ ingress: "all", egress: [null, 7] }, []],
        ],
        unknown: [{ ingress: UNKNOWN_TEXT }, { ingress: [UNKNOWN_TEXT] }],
    });
});
