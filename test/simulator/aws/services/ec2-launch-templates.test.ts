import { strict as assert } from "node:assert";
import { network } from "./ec2-fixtures";

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

describe("aws:ec2/launchTemplate:LaunchTemplate", () => {
    it("gets a version for each change but those of its tags", () => {
        const { aws } = network();
        const first = aws.create(TEMPLATE, "host", { instanceType: "t3.small" });
        const tagged = aws.update(first, { instanceType: "t3.small", tags: { a: "b" } });
        const second = aws.update(tagged, { instanceType: "t3.large", tags: { a: "b" } });
        const third = aws.update(second, { instanceType: "t3.micro", updateDefaultVersion: true });
        const versions = [first, tagged, second, third].map(({ outputs }) => [outputs["latestVersion"], outputs["defaultVersion"]]);
        assert.deepEqual(versions, [
            [1, 1],
            [1, 1],
            [2, 1],
            [3, 3],
        ]);
    });

    it("is refused a name in use, user data in clear text, and a default version that there is not", () => {
        const { aws } = network();
        const template = aws.create(TEMPLATE, "a", { name: "taken" });
        assert.throws(() => aws.create(TEMPLATE, "b", { name: "taken" }), {
            message:
                "operation error EC2: CreateLaunchTemplate, api error InvalidLaunchTemplateName.AlreadyExistsException: " +
                "Launch template name already in use.",
        });
        assert.throws(() => aws.create(TEMPLATE, "b", { userData: "#!/bin/bash\n" }), {
            message:
                "operation error EC2: CreateLaunchTemplate, api error InvalidUserData.Malformed: Invalid BASE64 encoding of user data.",
        });
        assert.throws(() => aws.update(template, { name: "taken", defaultVersion: 2 }), {
            message:
                "operation error EC2: ModifyLaunchTemplate, api error InvalidLaunchTemplateId.VersionNotFound: " +
                `Could not find the specified version 2 for the launch template with ID ${template.id}.`,
        });
        aws.create(TEMPLATE, "c", { userData: Buffer.from("#!/bin/bash\n").toString("base64") });
    });
});
