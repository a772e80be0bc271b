import { strict as assert } from "node:assert";
import { fileStatements, restartStatements, shellStatements, startStatements } from "../../../components/application/permissions";

describe("permissions: exactly what a task uses", () => {
    const secretArns = ["arn:aws:secretsmanager:us-east-1:123456789012:secret:b", "arn:aws:secretsmanager:us-east-1:123456789012:secret:a"];
    const logGroupArn = "arn:aws:logs:us-east-1:123456789012:log-group:librechat";

    it("lets ECS read the secrets and write the log of a public image", () => {
        assert.deepEqual(startStatements({ secretArns, logGroupArn, images: ["ghcr.io/librechat-ai/librechat:v0.8.8"] }), [
            { Sid: "ReadSecrets", Effect: "Allow", Action: ["secretsmanager:GetSecretValue"], Resource: [secretArns[1], secretArns[0]] },
            { Sid: "WriteLogs", Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: [`${logGroupArn}:*`] },
        ]);
    });

    it("lets ECS pull a private image, from its own repository only", () => {
        const image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/librechat:v0.8.8";
        assert.deepEqual(startStatements({ secretArns, logGroupArn, images: [image, image] }).slice(2), [
            {
                Sid: "PullImages",
                Effect: "Allow",
                Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
                Resource: ["arn:aws:ecr:us-east-1:123456789012:repository/librechat"],
            },
            { Sid: "SignInToRegistry", Effect: "Allow", Action: ["ecr:GetAuthorizationToken"], Resource: ["*"] },
        ]);
    });

    it("lets LibreChat keep files in its bucket", () => {
        assert.deepEqual(fileStatements("arn:aws:s3:::files"), [
            {
                Sid: "ReadAndWriteFiles",
                Effect: "Allow",
                Action: ["s3:DeleteObject", "s3:GetObject", "s3:GetObjectAcl", "s3:PutObject"],
                Resource: ["arn:aws:s3:::files/*"],
            },
            { Sid: "ListFiles", Effect: "Allow", Action: ["s3:ListBucket"], Resource: ["arn:aws:s3:::files"] },
        ]);
    });

    it("opens the four channels of a shell", () => {
        assert.deepEqual(shellStatements(), [
            {
                Sid: "OpenShell",
                Effect: "Allow",
                Action: [
                    "ssmmessages:CreateControlChannel",
                    "ssmmessages:CreateDataChannel",
                    "ssmmessages:OpenControlChannel",
                    "ssmmessages:OpenDataChannel",
                ],
                Resource: ["*"],
            },
        ]);
    });

    it("allows restarts of these services, in whatever order they are named", () => {
        assert.deepEqual(restartStatements(["arn:b", "arn:a"]), [
            { Sid: "RestartServices", Effect: "Allow", Action: ["ecs:UpdateService"], Resource: ["arn:a", "arn:b"] },
        ]);
    });
});
