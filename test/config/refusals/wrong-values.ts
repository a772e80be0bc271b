/** For each setting a wrong value, and all that is said about it. */
export const WRONG_VALUES: Record<string, [value: unknown, problem: string]> = {
    preset: [
        "prod",
        "librechat:preset = prod; allowed is standard-dev, staging or production. Run: pulumi config set librechat:preset standard-dev",
    ],
    tags: [
        ["a"],
        "librechat:tags = (a list); allowed is at most 40 tags, with keys of 1 to 128 letters, digits, blanks and _ . : / = + - @ that do not begin " +
            "with aws:. Run: pulumi config rm librechat:tags && pulumi config set --path 'librechat:tags.costCenter' research",
    ],
    vpcCidr: [
        "10.0.0.0/19",
        "librechat:vpcCidr = 10.0.0.0/19; allowed is an IPv4 block from /16 to /18, with the address at the start of the block. Run: pulumi config set librechat:vpcCidr 10.0.0.0/16",
    ],
    availabilityZones: ["4", "librechat:availabilityZones = 4; allowed is 2 or 3. Run: pulumi config set librechat:availabilityZones 2"],
    availabilityZoneNames: [
        ["us-east-1b", "use1-az3"],
        "librechat:availabilityZoneNames[1] = use1-az3; allowed is an availability zone. Run: pulumi config set --path 'librechat:availabilityZoneNames[1]' us-east-1b",
    ],
    natGateways: [
        "-1",
        "librechat:natGateways = -1; allowed is 0, 1, or as many as availabilityZones. Run: pulumi config set librechat:natGateways 1",
    ],
    vpcEndpoints: ["yes", "librechat:vpcEndpoints = yes; allowed is true or false. Run: pulumi config set librechat:vpcEndpoints true"],
    closedNetwork: [
        "TRUE",
        "librechat:closedNetwork = TRUE; allowed is true or false. Run: pulumi config set librechat:closedNetwork true",
    ],
    allowedCidrs: [
        ["203.0.113.0/24", "2001:db8::/32"],
        "librechat:allowedCidrs[1] = 2001:db8::/32; allowed is an IPv4 block, with the address at the start of the block (the load balancer has no " +
            "IPv6 address). Run: pulumi config set --path 'librechat:allowedCidrs[1]' 203.0.113.0/24",
    ],
    cpuUnits: [
        "1000",
        "librechat:cpuUnits = 1000; allowed is 256, 512, 1024, 2048, 4096, 8192 or 16384. Run: pulumi config set librechat:cpuUnits 1024",
    ],
    memoryMiB: [
        "2 GiB",
        "librechat:memoryMiB = 2 GiB; allowed is a whole number of MiB from 1024 to 122880. Run: pulumi config set librechat:memoryMiB 2048",
    ],
    architecture: [
        "amd64",
        "librechat:architecture = amd64; allowed is arm64 or x86_64. Run: pulumi config set librechat:architecture arm64",
    ],
    minTasks: [
        "0",
        "librechat:minTasks = 0; allowed is a whole number of tasks from 1 to 5000. Run: pulumi config set librechat:minTasks 1",
    ],
    maxTasks: [
        "2.5",
        "librechat:maxTasks = 2.5; allowed is a whole number of tasks from 1 to 5000. Run: pulumi config set librechat:maxTasks 2",
    ],
    librechatImage: [
        "ghcr.io/LibreChat",
        "librechat:librechatImage = ghcr.io/LibreChat; allowed is an image name with a tag or a digest. Run: pulumi config set librechat:librechatImage ghcr.io/librechat-ai/librechat:v0.8.8",
    ],
    ragImage: [
        "rag api",
        "librechat:ragImage = rag api; allowed is an image name with a tag or a digest. Run: pulumi config set librechat:ragImage ghcr.io/danny-avila/librechat-rag-api-dev-lite:v0.9.0",
    ],
    mongo: ["atlas", "librechat:mongo = atlas; allowed is documentdb or external. Run: pulumi config set librechat:mongo documentdb"],
    mongoUri: [
        "mongodb://user:hush-hush@host:27017",
        "librechat:mongoUri = [secret]; allowed is mongodb://user:password@host:27017/database or mongodb+srv://user:password@host/database. Run: pulumi config set --secret librechat:mongoUri",
    ],
    documentDbInstanceClass: [
        "db.serverless",
        "librechat:documentDbInstanceClass = db.serverless; allowed is an instance class like db.t4g.medium. Run: pulumi config set librechat:documentDbInstanceClass db.t4g.medium",
    ],
    documentDbInstances: [
        "17",
        "librechat:documentDbInstances = 17; allowed is a whole number of instances from 1 to 16. Run: pulumi config set librechat:documentDbInstances 1",
    ],
    postgres: ["aurora", "librechat:postgres = aurora; allowed is rds or none. Run: pulumi config set librechat:postgres rds"],
    postgresInstanceClass: [
        "t4g.micro",
        "librechat:postgresInstanceClass = t4g.micro; allowed is an instance class like db.t4g.micro. Run: pulumi config set librechat:postgresInstanceClass db.t4g.micro",
    ],
    postgresMultiAz: [
        "1",
        "librechat:postgresMultiAz = 1; allowed is true or false. Run: pulumi config set librechat:postgresMultiAz true",
    ],
    postgresStorageGiB: [
        "5",
        "librechat:postgresStorageGiB = 5; allowed is a whole number of GiB from 20 to 65536. Run: pulumi config set librechat:postgresStorageGiB 20",
    ],
    cache: ["redis", "librechat:cache = redis; allowed is true or false. Run: pulumi config set librechat:cache true"],
    cacheNodeType: [
        "micro",
        "librechat:cacheNodeType = micro; allowed is a node type like cache.t4g.micro. Run: pulumi config set librechat:cacheNodeType cache.t4g.micro",
    ],
    backupRetentionDays: [
        "0",
        "librechat:backupRetentionDays = 0; allowed is a whole number of days from 1 to 35. Run: pulumi config set librechat:backupRetentionDays 7",
    ],
    passwordRotationDays: [
        "6",
        "librechat:passwordRotationDays = 6; allowed is a whole number of days from 7 to 1000. Run: pulumi config set librechat:passwordRotationDays 30",
    ],
    databaseInit: [
        "container",
        "librechat:databaseInit = container; allowed is lambda or task. Run: pulumi config set librechat:databaseInit lambda",
    ],
    deletionProtection: [
        "on",
        "librechat:deletionProtection = on; allowed is true or false. Run: pulumi config set librechat:deletionProtection true",
    ],
    retireStack: ["now", "librechat:retireStack = now; allowed is true or false. Run: pulumi config set librechat:retireStack true"],
    rag: ["", 'librechat:rag = ""; allowed is true or false. Run: pulumi config set librechat:rag true'],
    bedrockRegion: [
        "Ireland",
        "librechat:bedrockRegion = Ireland; allowed is an AWS Region. Run: pulumi config set librechat:bedrockRegion us-east-1",
    ],
    bedrockModels: [
        "claude",
        "librechat:bedrockModels = claude; allowed is a list of model ids. Run: pulumi config rm librechat:bedrockModels && " +
            "pulumi config set --path 'librechat:bedrockModels[0]' us.anthropic.claude-sonnet-4-20250514-v1:0",
    ],
    apiKeys: [
        { OPENAI_KEY: "hush-hush" },
        "librechat:apiKeys.OPENAI_KEY is not a setting; the nearest one is librechat:apiKeys.OPENAI_API_KEY. Run: pulumi config rm --path 'librechat:apiKeys.OPENAI_KEY'",
    ],
    webSearch: [
        { SERPER_API_KEY: "hush hush" },
        "librechat:webSearch.SERPER_API_KEY = [secret]; allowed is text without blanks. Run: pulumi config set --path --secret 'librechat:webSearch.SERPER_API_KEY'",
    ],
    openId: [
        { issuer: "https://id.example.com", clientId: "1", requiredRoleTokenKind: "refresh" },
        "librechat:openId.requiredRoleTokenKind = refresh; allowed is access or id. Run: pulumi config set --path 'librechat:openId.requiredRoleTokenKind' access",
    ],
    openIdClientSecret: [
        "hush hush",
        "librechat:openIdClientSecret = [secret]; allowed is text without blanks. Run: pulumi config set --secret librechat:openIdClientSecret",
    ],
    sharePoint: [
        { baseUrl: "contoso", pickerSharePointScope: "s", pickerGraphScope: "g" },
        "librechat:sharePoint.baseUrl = contoso; allowed is https://TENANT.sharepoint.com. Run: pulumi config set --path 'librechat:sharePoint.baseUrl' https://example.sharepoint.com",
    ],
    allowRegistration: [
        "nobody",
        "librechat:allowRegistration = nobody; allowed is true or false. Run: pulumi config set librechat:allowRegistration false",
    ],
    librechatYaml: [
        "",
        'librechat:librechatYaml = ""; allowed is an object, or YAML text of one. Run: pulumi config set librechat:librechatYaml "$(cat librechat.yaml)"',
    ],
    domainName: [
        "https://chat.example.com",
        "librechat:domainName = https://chat.example.com; allowed is a host name in small letters, without https://. Run: pulumi config set librechat:domainName chat.example.com",
    ],
    hostedZoneId: [
        "example.com",
        "librechat:hostedZoneId = example.com; allowed is the id of a Route 53 hosted zone. Run: pulumi config set librechat:hostedZoneId Z0123456789ABCDEFGHIJ",
    ],
    certificateArn: [
        "arn:aws:iam::123456789012:server-certificate/a",
        "librechat:certificateArn = arn:aws:iam::123456789012:server-certificate/a; allowed is the ARN of an ACM certificate. Run: pulumi config set " +
            "librechat:certificateArn arn:aws:acm:us-east-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef",
    ],
    logRetentionDays: [
        "31",
        "librechat:logRetentionDays = 31; allowed is 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or " +
            "3653. Run: pulumi config set librechat:logRetentionDays 30",
    ],
    selfCheck: ["of course", "librechat:selfCheck = of course; allowed is true or false. Run: pulumi config set librechat:selfCheck false"],
};
