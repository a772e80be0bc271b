import { strict as assert } from "node:assert";
import { isWaking, messageIn } from "../../../components/functions/failed-run";

describe("messageIn: what a function said, out of what the provider says", () => {
    const answered = (payload: string) => `invoking Lambda Function: Lambda Function (probe) returned error: (${payload})`;

    it("has the lines of the function's message", () => {
        const payload = JSON.stringify({
            errorType: "ReachabilityError",
            errorMessage: "librechat reaches 1 of 2\n  service:s3  FAILED",
            trace: [],
        });
        assert.equal(messageIn(answered(payload)), "librechat reaches 1 of 2\n  service:s3  FAILED");
        assert.equal(
            messageIn(`${answered(payload)}\nSimulated AWS: s3:443 is not reached`),
            "librechat reaches 1 of 2\n  service:s3  FAILED",
        );
    });

    it("is undefined for other errors", () => {
        for (const error of [
            "",
            "AccessDeniedException: no",
            answered("{}"),
            answered('{"errorMessage":'),
            answered('{"errorMessage":7}'),
        ]) {
            assert.equal(messageIn(error), undefined, error);
        }
    });
});

describe("isWaking: whether a call is worth another try", () => {
    it("is true while Lambda makes a function ready", () => {
        for (const code of ["ResourceNotReadyException", "ENINotReadyException", "CodeArtifactUserPendingException"]) {
            assert.ok(isWaking(`invoking Lambda Function (init): operation error Lambda: Invoke, StatusCode: 409, ${code}: not yet`));
        }
        assert.ok(
            isWaking(
                "ResourceConflictException: The operation cannot be performed at this time. The function is currently in the following state: Pending",
            ),
        );
    });

    it("is false when the function has run, or may not be called", () => {
        assert.ok(!isWaking('Lambda Function (init) returned error: ({"errorMessage":"connection refused"})'));
        assert.ok(!isWaking("AccessDeniedException: no"));
    });
});
