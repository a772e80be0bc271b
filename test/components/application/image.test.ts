import { strict as assert } from "node:assert";
import { ecrRepositoryOf, registryOf } from "../../../components/application/image";

describe("images: which registry a task has to reach", () => {
    for (const [image, registry] of [
        ["ghcr.io/librechat-ai/librechat:v0.8.8", "ghcr.io"],
        ["postgres:16", "docker.io"],
        ["getmeili/meilisearch:v1.35.1", "docker.io"],
        ["localhost:5000/librechat", "localhost:5000"],
        ["localhost/librechat", "localhost"],
        ["public.ecr.aws/docker/library/busybox@sha256:5b70", "public.ecr.aws"],
        ["123456789012.dkr.ecr.eu-west-1.amazonaws.com/librechat:v0.8.8", "123456789012.dkr.ecr.eu-west-1.amazonaws.com"],
    ] as const) {
        it(`pulls ${image} from ${registry}`, () => {
            assert.equal(registryOf(image), registry);
        });
    }

    it("names the repository of a private ECR image, without tag or digest", () => {
        const arn = "arn:aws:ecr:eu-west-1:123456789012:repository/team/librechat";
        const registry = "123456789012.dkr.ecr.eu-west-1.amazonaws.com";
        assert.deepEqual(ecrRepositoryOf(`${registry}/team/librechat:v0.8.8`), { registry, arn });
        assert.deepEqual(ecrRepositoryOf(`${registry}/team/librechat@sha256:5b70`), { registry, arn });
    });

    it("knows no repository for any other registry", () => {
        assert.equal(ecrRepositoryOf("ghcr.io/librechat-ai/librechat:v0.8.8"), undefined);
        assert.equal(ecrRepositoryOf("public.ecr.aws/docker/library/busybox"), undefined);
    });
});
