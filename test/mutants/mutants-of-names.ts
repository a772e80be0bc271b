/** Names, endpoints and their policies, read wrongly. */
import { mutantsOf, type Mutant } from "./mutant";

export const MUTANTS_OF_NAMES: readonly Mutant[] = [
    ...mutantsOf(
        "names.ts",
        ["private DNS needs enableDnsHostnames too", "all([vpc.dnsSupport, vpc.dnsHostnames])", "all([vpc.dnsSupport])"],
        ["private DNS needs enableDnsSupport too", "all([vpc.dnsSupport, vpc.dnsHostnames])", "all([vpc.dnsHostnames])"],
        [
            "without private DNS the name does not lead to the endpoint",
            "if (value === true && !isForResolvers)",
            "if (value !== undefined && !isForResolvers)",
        ],
        [
            "the default of private DNS has changed, so one that is not set is not known",
            "if (value === true || value === false) {",
            "if (value !== null) {",
        ],
        ["an S3 interface endpoint answers inbound resolvers only, by default", '(service === "s3" && forResolvers !== false)', "false"],
        ["an S3 interface endpoint answers the VPC when it is told so", '(service === "s3" && forResolvers !== false)', 'service === "s3"'],
        ["gateway endpoints exist for S3", 'new Set(["s3", "dynamodb"])', 'new Set(["dynamodb"])'],
        ["gateway endpoints exist for DynamoDB", 'new Set(["s3", "dynamodb"])', 'new Set(["s3"])'],
        [
            "an endpoint is of the gateway kind by default",
            'type === "Gateway" || type === undefined || type === UNKNOWN',
            'type === "Gateway"',
        ],
        ["an interface endpoint is no gateway endpoint", 'type === "Gateway" || type === undefined || type === UNKNOWN', "true"],
        ["an endpoint serves one service", "serviceOf(node) === service &&", ""],
        [
            "without enableDnsSupport nothing resolves names",
            "if (vpc.dnsSupport === true) return passes(`VPC ${vpc.name}`, `resolves",
            'if (vpc.dnsSupport !== "unknown") return passes(`VPC ${vpc.name}`, `resolves',
        ],
        ["api.ecr is the host of the endpoint ecr.api", 'if (label === "api.ecr") return { service: "ecr.api", region };', ""],
        [
            "the host of a registry is captured by the endpoint ecr.dkr",
            'return { service: "ecr.dkr", region: registryRegion }',
            "return undefined",
        ],
        ["the host of a bucket is S3", 'label.endsWith(".s3") ? "s3" : label', "label"],
    ),
    ...mutantsOf(
        "legs-of-services.ts",
        [
            "private DNS captures the name: there is no falling back to another way",
            "if (captured.length > 0) return { what: name, possible: captured.slice(0, 1), others: [] };",
            "",
        ],
        ["an endpoint without private DNS does not capture the name", "captures === true).map", "captures !== true).map"],
        [
            "an endpoint that may capture the name leaves two ways",
            "[...uncertain.slice(0, 1), ...waysOut(client, outside)]",
            "[...waysOut(client, outside)]",
        ],
        ["gateway endpoints take what goes to their service", "...(isGateway && { prefixListOf: name }),", ""],
        ["a policy for one bucket is no policy for another", "...(bucket !== undefined && { bucket }),", ""],
        ["services are called on port 443", "port: 443,\n        service: name", "port: 80,\n        service: name"],
    ),
    ...mutantsOf(
        "legs-of-images.ts",
        ["an image in ECR needs the API", 'service(client, "ecr.api", asked),', ""],
        ["an image in ECR needs the registry", 'service(client, "ecr.dkr", asked),', ""],
        [
            "an image in ECR needs S3, where its layers are",
            'service(client, "s3", { ...asked, bucket',
            'service(client, "ecr.dkr", { ...asked, bucket',
        ],
        ["public registries have no endpoint", "if (!ECR.test(registry)) {", "if (!ECR.test(registry) && registry === undefined) {"],
        ["the first pull through a cache needs the internet", "if (!isCached(client, repository)) return legs;", "return legs;"],
        ["ROOT stands for every repository", 'prefix === "ROOT" || repository', "repository"],
    ),
    ...mutantsOf(
        "endpoint-policies.ts",
        [
            "an endpoint without a policy allows everything",
            'if (text === undefined || text === "") return true;',
            'if (text === undefined || text === "") return false;',
        ],
        ["a Deny wins", "if (denied.some(({ statement, covers: truth }) => truth === true && everyAction(statement))) return false;", ""],
        [
            "a Deny of some callers or actions decides nothing",
            'if (denied.some(({ covers: truth }) => truth !== false)) return "unknown";',
            "",
        ],
        [
            "a statement about another service allows nothing here",
            'if (!isForService && valueAt(statement, "NotAction") === undefined) return false;',
            "",
        ],
        [
            "a statement about another bucket allows nothing here",
            'if (!reachesBucket && valueAt(statement, "NotResource") === undefined) return false;',
            "",
        ],
        ["a statement about some callers may not be about this one", 'isPlain && isEveryone(valueAt(statement, "Principal"))', "isPlain"],
        [
            "a statement with a condition may not hold",
            '["Condition", "NotAction", "NotResource", "NotPrincipal"].every',
            '["NotAction", "NotResource", "NotPrincipal"].every',
        ],
        ["a policy of its own resource counts", "const holder = separate ?? endpoint;", "const holder = endpoint;"],
        ["actions of Bedrock's runtime start with bedrock", '"bedrock-runtime": "bedrock",', ""],
        [
            "a star stands for any letters",
            'if (letter === "*") for (let end = position; end <= text.length; end++) next.add(end);\n            else if',
            "if",
        ],
        [
            "a policy that is no JSON is not known",
            'if (statements === undefined) return "unknown";',
            "if (statements === undefined) return true;",
        ],
    ),
    ...mutantsOf(
        "gateway-endpoints.ts",
        [
            "an association gives a gateway endpoint a table",
            'if (separate.some((each) => graph.reference(each, ["routeTableId"], ...TABLES) === table.key)) return true;',
            "",
        ],
        [
            "a gateway endpoint serves the tables of its list only",
            "if (listed.certain) return listed.keys.includes(table.key);",
            "if (listed.certain) return true;",
        ],
    ),
    ...mutantsOf(
        "inside.ts",
        [
            "a group that an association gives to an endpoint counts",
            "return added.length === 0 ? own : { keys: [...own.keys, ...added], certain: own.certain };",
            "return own;",
        ],
        ["an association may take the place of the default group", 'valueAt(properties, "replaceDefaultAssociation") === true', "false"],
        ["the policy of an interface endpoint counts", "...guarded, policyHop(client, node, service)]", "...guarded]"],
        ["an endpoint without a subnet answers nowhere", "subnets.keys.length === 0 ? [noInterface(node.urn, what)] : across", "across"],
        [
            "an association gives an endpoint a subnet",
            "{ keys: [...own.keys, ...added], certain: own.certain };\n    const groups",
            "own;\n    const groups",
        ],
        [
            "endpoints listen on port 443",
            "acrossSubnets(client, subnets, groups, what, 443, ingress)",
            "acrossSubnets(client, subnets, groups, what, 80, ingress)",
        ],
        ["each address of the other end has to answer", "return merged(ways, worst);", "return ways[0] ?? [];"],
        [
            "the other end's group must admit the client",
            ',\n        groupHop(graph, groups, "ingress", party, port, { code: codes.code, peer: peerOf(graph, party) }),',
            ",",
        ],
        [
            "the client's group must let it out",
            'groupHop(graph, workload.groups, "egress", target, port, { code: codes.egress, peer: peerOf(graph, target) }),',
            "",
        ],
        ["both subnets have a border", "...borderHops(client, subnet.key, target, port),", ""],
        ["another VPC is not local", "if (subnet.vpc === to.vpc) return passes", "if (subnet.vpc !== undefined) return passes"],
    ),
];
