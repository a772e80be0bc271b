import { ACMClient, DescribeCertificateCommand } from "@aws-sdk/client-acm";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeServicesCommand, ECSClient } from "@aws-sdk/client-ecs";
import { DescribeTargetHealthCommand, ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DescribeDBInstancesCommand, RDSClient } from "@aws-sdk/client-rds";

import type { AlarmFacts, CertificateFacts, DatabaseFacts, Invoked, ServiceFacts, TargetFacts } from "./judge";

/** What is asked of AWS. Nothing of it changes anything. */
export interface Aws {
    invoke(functionName: string, event: string): Promise<Invoked>;
    service(cluster: string, service: string): Promise<ServiceFacts | undefined>;
    targets(targetGroupArn: string): Promise<TargetFacts[]>;
    certificate(arn: string): Promise<CertificateFacts>;
    alarm(name: string): Promise<AlarmFacts | undefined>;
    database(identifier: string): Promise<DatabaseFacts>;
}

/** The clients of the services, as far as they are used. */
export interface Clients {
    readonly lambda: Pick<LambdaClient, "send">;
    readonly ecs: Pick<ECSClient, "send">;
    readonly loadBalancing: Pick<ElasticLoadBalancingV2Client, "send">;
    readonly acm: Pick<ACMClient, "send">;
    readonly cloudWatch: Pick<CloudWatchClient, "send">;
    readonly rds: Pick<RDSClient, "send">;
}

/** Nobody is signed in to AWS. */
export class CredentialsError extends Error {}

/**
 * Clients with the credentials that the AWS CLI would use.
 *
 * @throws CredentialsError when there are none
 */
export async function clientsOf(region: string): Promise<Clients> {
    const lambda = new LambdaClient({ region });
    try {
        await lambda.config.credentials();
    } catch (error) {
        const words = error instanceof Error ? error.message : String(error);
        throw new CredentialsError(`no AWS credentials (${words}); sign in as for pulumi up, for example with: aws sso login`, {
            cause: error,
        });
    }
    return {
        lambda,
        ecs: new ECSClient({ region }),
        loadBalancing: new ElasticLoadBalancingV2Client({ region }),
        acm: new ACMClient({ region }),
        cloudWatch: new CloudWatchClient({ region }),
        rds: new RDSClient({ region }),
    };
}

export function awsOf({ lambda, ecs, loadBalancing, acm, cloudWatch, rds }: Clients): Aws {
    return {
        invoke: async (functionName, event) => {
            const { FunctionError, Payload } = await lambda.send(
                new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(event) }),
            );
            return { isFailed: FunctionError !== undefined, payload: Buffer.from(Payload ?? []).toString() };
        },
        service: async (cluster, name) => {
            const { services = [] } = await ecs.send(new DescribeServicesCommand({ cluster, services: [name] }));
            const [service] = services;
            return (
                service && {
                    status: service.status ?? "UNKNOWN",
                    desired: service.desiredCount ?? 0,
                    running: service.runningCount ?? 0,
                    rollouts: (service.deployments ?? []).map(({ rolloutState = "UNKNOWN" }) => rolloutState),
                }
            );
        },
        targets: async (arn) => {
            const { TargetHealthDescriptions = [] } = await loadBalancing.send(new DescribeTargetHealthCommand({ TargetGroupArn: arn }));
            return TargetHealthDescriptions.map(({ Target, TargetHealth }) => ({
                id: Target?.Id ?? "a target",
                state: TargetHealth?.State ?? "unknown",
                reason: TargetHealth?.Description,
            }));
        },
        certificate: async (arn) => {
            const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn: arn }));
            return { status: Certificate?.Status ?? "UNKNOWN", notAfter: Certificate?.NotAfter };
        },
        alarm: async (name) => {
            const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
            const [alarm] = MetricAlarms;
            return alarm && { state: alarm.StateValue ?? "UNKNOWN", reason: alarm.StateReason };
        },
        // The API of RDS describes the instances of DocumentDB too: https://docs.aws.amazon.com/documentdb/latest/developerguide/API_Operations.html
        database: async (identifier) => {
            const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: identifier }));
            const [instance] = DBInstances;
            const { Engine = "an engine", EngineVersion = "of no version", DBInstanceStatus = "unknown" } = instance ?? {};
            return { engine: Engine, version: EngineVersion, status: DBInstanceStatus };
        },
    };
}
