/** Calls of other APIs that cost nothing and change nothing, with which functions find out whether a service is reached. */
import { arnOf, requiredText, textOf } from "../aws/reading";
import { ApiError, authorize, inputText, unknownOperation, type ApiAnswer, type ApiCall, type ApiService } from "./api-call";
import { jsonService } from "./json-service";

const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";
const BUCKET = "aws:s3/bucket:Bucket";
const REPOSITORY = "aws:ecr/repository:Repository";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html */
export const logs = jsonService("logs", {
    DescribeLogGroups: (call) => {
        const { account, region } = call;
        authorize(call, "logs:DescribeLogGroups", arnOf(account, "logs", region, "log-group:*"));
        const prefix = inputText(call, "logGroupNamePrefix") ?? "";
        const groups = account.list(LOG_GROUP).filter((group) => group.region === region && group.id.startsWith(prefix));
        return {
            logGroups: groups.map(({ id, properties }) => ({
                logGroupName: id,
                arn: `${requiredText(properties, "arn")}:*`,
                logGroupArn: requiredText(properties, "arn"),
                retentionInDays: properties["retentionInDays"] === 0 ? undefined : properties["retentionInDays"],
            })),
        };
    },
    // Nothing has written to a group, as far as the account knows: what functions write is kept in files.
    DescribeLogStreams: (call) => {
        const { account, region } = call;
        const name = inputText(call, "logGroupName") ?? "";
        authorize(call, "logs:DescribeLogStreams", arnOf(account, "logs", region, `log-group:${name}:log-stream:`));
        if (account.find(LOG_GROUP, name)?.region !== region) {
            throw new ApiError("ResourceNotFoundException", "The specified log group does not exist.");
        }
        return { logStreams: [] };
    },
});

/** A token that no registry of the simulator asks for, since there is none: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html */
export const ecr = jsonService("ecr", {
    GetAuthorizationToken: (call) => {
        authorize(call, "ecr:GetAuthorizationToken", "*");
        const { account, region } = call;
        const twelveHours = 12 * 3600;
        return {
            authorizationData: [
                {
                    authorizationToken: Buffer.from("AWS:simulated").toString("base64"),
                    expiresAt: Math.floor(Date.parse(account.now()) / 1000) + twelveHours,
                    proxyEndpoint: `https://${account.accountId}.dkr.ecr.${region}.amazonaws.com`,
                },
            ],
        };
    },
    DescribeRepositories: (call) => {
        const { account, region } = call;
        authorize(call, "ecr:DescribeRepositories", arnOf(account, "ecr", region, "repository/*"));
        const repositories = account.list(REPOSITORY).filter((repository) => repository.region === region);
        return {
            repositories: repositories.map(({ properties }) => ({
                repositoryName: textOf(properties, "name"),
                repositoryArn: textOf(properties, "arn"),
            })),
        };
    },
});

/** No models are known, and none is invented: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_ListFoundationModels.html */
export const bedrock = jsonService("bedrock", {
    "GET /foundation-models": (call) => {
        authorize(call, "bedrock:ListFoundationModels", "*");
        return { modelSummaries: [] };
    },
});

/** A bucket's name in the host, or at the begin of the path. */
const BUCKET_CALL = /^(HEAD|GET) \/([a-z0-9.-]*)\/?$/;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html and API_ListObjectsV2.html; buckets hold no objects here. */
export const s3: ApiService = {
    signingName: "s3",
    answer: (call) => {
        const [, method, inPath = ""] = BUCKET_CALL.exec(call.operation) ?? [];
        const [, inHost] = /^(.+)\.s3\.[a-z0-9-]+\.amazonaws\.com$/.exec(call.host) ?? [];
        const bucket = inHost ?? inPath;
        const isKnown = method === "HEAD" || (method === "GET" && call.query.get("list-type") === "2");
        if (!isKnown || bucket === "") throw unknownOperation("s3", call.operation, ["HeadBucket", "ListObjectsV2"]);
        return answerFor(call, bucket, method === "HEAD");
    },
    failure: ({ code, message, status }) => xml(status, `<Error><Code>${code}</Code><Message>${escaped(message)}</Message></Error>`),
};

function answerFor(call: ApiCall, bucket: string, isHead: boolean): ApiAnswer {
    const found = call.account.list(BUCKET).find(({ properties }) => textOf(properties, "bucket") === bucket);
    if (found === undefined) throw new ApiError("NoSuchBucket", "The specified bucket does not exist", 404);
    try {
        authorize(call, "s3:ListBucket", `arn:aws:s3:::${bucket}`);
    } catch (error) {
        // S3 has a code and a status of its own for this.
        throw error instanceof ApiError ? new ApiError("AccessDenied", error.message, 403) : error;
    }
    if (isHead) return xml(200, "");
    const head = `<Name>${bucket}</Name><KeyCount>0</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>`;
    return xml(200, `<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${head}</ListBucketResult>`);
}

function xml(status: number, body: string): ApiAnswer {
    return { status, contentType: "application/xml", body };
}

function escaped(text: string): string {
    return text.replace(/[<>&]/g, (character) => `&#${character.charCodeAt(0)};`);
}
