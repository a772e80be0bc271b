import { strict as assert } from "node:assert";
import { setTimeout } from "node:timers/promises";
import { UnknownTokenError } from "../../../simulator/aws/catalogue";
import { PluginProvider } from "../../../simulator/aws/plugin-provider";
import type { AwsProvider } from "../../../simulator/aws/provider";
import { Refusal } from "../../../simulator/aws/refusal";
import { ProviderError } from "../../../simulator/provider/errors";
import { deployment, type Deployed, type Deployment } from "./harness";

/** A test that waits for ever would show by its time limit; one that never retries, at once. */
const PATIENT = { everyMs: 2, forMs: 60_000 };

function network(aws: Deployment) {
    const vpc = aws.create("aws:ec2/vpc:Vpc", "net", { cidrBlock: "10.0.0.0/16" });
    const subnet = aws.create("aws:ec2/subnet:Subnet", "a", { vpcId: vpc.id, cidrBlock: "10.0.0.0/24" });
    return { vpc, subnet };
}

/** A provider whose deletions are refused, and how often one was asked for. */
function refusingProvider(aws: Deployment, code: string, reason: string): { provider: AwsProvider; attempts: () => number } {
    let attempts = 0;
    const remove = (): never => {
        attempts += 1;
        throw new Refusal("Backup", "DeleteBackupPlan", code, reason);
    };
    return { provider: Object.assign(Object.create(aws.provider) as AwsProvider, { delete: remove }), attempts: () => attempts };
}

function plugin(aws: Deployment, deletionRetry = PATIENT): PluginProvider {
    return new PluginProvider(aws.provider, 0, deletionRetry);
}

describe("a deletion that AWS refuses", () => {
    it("is tried again until what is in the way is gone, while others use the account", async () => {
        const aws = deployment();
        const { vpc, subnet } = network(aws);
        const provider = plugin(aws);
        let settled = false;
        const deletion = provider.delete(vpc).then(() => (settled = true));

        await setTimeout(20);
        assert.equal(settled, false);
        assert.equal(aws.stored("aws:ec2/vpc:Vpc").length, 1);

        await provider.delete(subnet);
        await deletion;
        assert.deepEqual(aws.stored("aws:ec2/vpc:Vpc"), []);
    });

    it("is reported when the time is over", async () => {
        const aws = deployment();
        const { vpc } = network(aws);
        await assert.rejects(plugin(aws, { everyMs: 5, forMs: 30 }).delete(vpc), {
            message:
                `1 error occurred:\n\t* deleting EC2 Vpc (${vpc.id}): operation error EC2: DeleteVpc, api error DependencyViolation: ` +
                `The vpc '${vpc.id}' has dependencies and cannot be deleted.`,
        });
        assert.equal(aws.stored("aws:ec2/vpc:Vpc").length, 1);
    });

    it("is reported at once when the provider does not wait for it", async () => {
        const aws = deployment();
        const fileSystem = aws.create("aws:efs/fileSystem:FileSystem", "files", {});
        const { subnet } = network(aws);
        aws.create("aws:efs/mountTarget:MountTarget", "files", { fileSystemId: fileSystem.id, subnetId: subnet.id });
        await assert.rejects(plugin(aws).delete(fileSystem), /api error FileSystemInUse: /);
    });

    it("is waited for only with the words that mean a dependant, where AWS uses the code for more", async () => {
        const aws = deployment();
        const refusing = (reason: string) => refusingProvider(aws, "InvalidRequestException", reason);
        const plan: Deployed = { urn: "", type: "aws:backup/plan:Plan", name: "plan", id: "plan", inputs: {}, outputs: {} };
        const inTheWay = refusing("Related backup plan selections must be deleted prior to backup plan deletion.");
        await assert.rejects(new PluginProvider(inTheWay.provider, 0, { everyMs: 2, forMs: 20 }).delete(plan), ProviderError);
        assert.ok(inTheWay.attempts() > 1);

        const other = refusing("Something else.");
        await assert.rejects(new PluginProvider(other.provider, 0, PATIENT).delete(plan), ProviderError);
        assert.equal(other.attempts(), 1);
    });

    it("leaves a fault of the simulator as it is", async () => {
        const aws = deployment();
        const unknown: Deployed = { urn: "", type: "aws:no/such:Type", name: "it", id: "it", inputs: {}, outputs: {} };
        await assert.rejects(plugin(aws).delete(unknown), UnknownTokenError);
    });
});

describe("an error of the provider itself", () => {
    it("is for people, and no fault of the simulator", () => {
        const zone = () => deployment().invoke("aws:route53/getZone:getZone", { name: "example.org" });
        assert.throws(zone, { constructor: ProviderError, message: "no matching Route 53 Hosted Zone found" });
    });
});
