/** Needs, verdicts, findings, repairs and the second check, read wrongly. */
import { mutantsOf, type Mutant } from "./mutant";

export const MUTANTS_OF_LOGIC: readonly Mutant[] = [
    ...mutantsOf(
        "three-valued.ts",
        ["one broken hop breaks the path, whatever is unknown", "if (truths.includes(false)) return false;", ""],
        ["what is not known is no pass", 'return truths.includes("unknown") ? "unknown" : true;', "return true;"],
        ["one open way is enough, whatever is unknown", "if (truths.includes(true)) return true;", ""],
        ["what is not known is no refusal", 'return truths.includes("unknown") ? "unknown" : false;', "return false;"],
    ),
    ...mutantsOf(
        "decide.ts",
        ["every leg has to be reached", "all(legs.map(legTruth))", "all(legs.slice(0, 1).map(legTruth))"],
        [
            "candidates that agree decide",
            "if (certain || decisions.every(({ verdict }) => verdict === decisions[0]?.verdict)) return decisions;",
            "if (certain) return decisions;",
        ],
        [
            "candidates that differ decide nothing",
            "if (certain || decisions.every(({ verdict }) => verdict === decisions[0]?.verdict)) return decisions;",
            "return decisions;",
        ],
        ["a workload is judged in each of its subnets", "keys.map((subnet) => decideIn(", "keys.slice(0, 1).map((subnet) => decideIn("],
    ),
    ...mutantsOf("leg.ts", [
        "possible ways that differ decide nothing",
        'truths.every((truth) => truth === truths[0]) ? (truths[0] ?? "unknown") : "unknown"',
        'truths[0] ?? "unknown"',
    ]),
    ...mutantsOf(
        "needs.ts",
        ["the tag declares needs", "words(ofConfiguration), words(tag), ofComponent", "words(ofConfiguration), ofComponent"],
        ["the configuration declares needs", "words(ofConfiguration), words(tag), ofComponent", "words(tag), ofComponent"],
        ["components declare needs", "words(ofConfiguration), words(tag), ofComponent", "words(ofConfiguration), words(tag)"],
        ["an image without a host is Docker Hub's", 'if (!isHost) return "image:docker.io";', ""],
        [
            "hosts are called on port 443 where no port is said",
            "host: what.toLowerCase(), port: 443 }",
            "host: what.toLowerCase(), port: 80 }",
        ],
        ["there is no port 0", "Number(port) > 0 &&", "Number(port) >= 0 &&"],
    ),
    ...mutantsOf(
        "needs-of-ecs.ts",
        ["a task needs its image", "...(image === undefined ? [] : [imageNeed(image)]),", ""],
        ["a task needs its log", 'valueAt(container, "logConfiguration", "logDriver") === "awslogs"', "false"],
        [
            "a task needs the secrets that it names",
            'source.includes(":secretsmanager:")) ? ["service:secretsmanager"]',
            'source === ":secretsmanager:") ? ["service:secretsmanager"]',
        ],
        [
            "other secrets are parameters of Systems Manager",
            '!source.includes(":secretsmanager:")) ? ["service:ssm"] : []',
            'source === ":ssm:") ? ["service:ssm"] : []',
        ],
    ),
    ...mutantsOf(
        "needs-of-lambda.ts",
        ["a function needs the secret in its environment", "...(namesSecret || comesFrom", "...(comesFrom"],
        ["a function needs the database in its environment", '...databasesIn(graph, texts, lambda, "environment"),', ""],
        ["a function needs the bucket in its role", '...servicesOfRole(graph, lambda, "role"),', ""],
    ),
    ...mutantsOf(
        "order.ts",
        ["an endpoint that comes later is too late", "AWS.vpcEndpoint,\n", ""],
        ["a route that comes later is too late", "AWS.route,\n", ""],
        ["what exists already is not late", "MUTABLE.has(node.type) && isNew(node)", "MUTABLE.has(node.type)"],
        ["dependencies say what comes first", "        ...dependencies,\n", ""],
        [
            "a component of awsx is whole when it hands out its outputs",
            'if (node.type.startsWith("awsx:")) waiting.push(...inside(urn, children));',
            "",
        ],
        ["dependencies of dependencies come first", "        waiting.push(...sources(node));\n", ""],
    ),
    ...mutantsOf(
        "lint.ts",
        ["an endpoint has one subnet in a zone", "...sharedZones(graph),", ""],
        ["a file system has one mount target in a zone", "...mountTargetsSharingAZone(graph),", ""],
        ["a table has one route to a prefix list", "...gatewaysSharingATable(graph),", ""],
        ["a VPC has one endpoint with private DNS for a service", "...conflictingNames(graph),", ""],
        ["private DNS needs both attributes", "...attributesOff(graph),", ""],
        [
            "subnets of different zones are fine",
            "return earlier === undefined ? [] : [[earlier, key, zone]];",
            "return [[earlier ?? key, key, zone]];",
        ],
        ["a private hosted zone of the name conflicts too", "?? zoneFor(graph, endpoint, vpc);", ";"],
    ),
    ...mutantsOf(
        "explain.ts",
        ["decisions that share a broken hop have one cause", "leaders[leaderOf(i)] = leaderOf(earlier);", "void earlier;"],
        [
            "subnets of one workload and need have one cause",
            "return [`${decision.workload.node.urn}|${decision.need.text}`, ...hops];",
            "return hops;",
        ],
    ),
    ...mutantsOf(
        "repair.ts",
        [
            "the cheapest repair comes first",
            "sort((a, b) => a.usdPerMonth - b.usdPerMonth)",
            "sort((a, b) => b.usdPerMonth - a.usdPerMonth)",
        ],
        ["a repair is shown when the proof confirms it", 'open = after.filter(({ verdict }) => verdict !== "REACHED");', "open = [];"],
        ["a change is paid once", "[...new Map(changes.map((change) => [change.key, change])).values()]", "[...changes]"],
        [
            "a larger repair than needed is none",
            "distinct.filter((repair) => !distinct.some((other) => isSmaller(other, repair)))",
            "distinct",
        ],
    ),
    ...mutantsOf(
        "checker.ts",
        [
            "a path with a broken hop is not open",
            'decision.verdict === "REACHED" && hops.some',
            'decision.verdict === "REACHED" && [].some',
        ],
        [
            "a blocked path has a broken hop",
            'decision.verdict === "BLOCKED" && !hops.some',
            'decision.verdict === "BLOCKED" && ![{ passes: false }].some',
        ],
        ["a table with a default route has a route", 'case "NO_ROUTE":\n', 'case "UNKNOWN":\n'],
        ["an open rule admits", 'case "SG_INGRESS":\n            case "ENDPOINT_SG":\n', 'case "DNS_CONFLICT":\n'],
    ),
];
