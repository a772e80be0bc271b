/** `aws:lambda/permission:Permission`: one statement of a function's resource policy. */
import { listAside, removeAside, setAside } from "../displaced";
import { nameOr } from "../filled-in";
import { arnOf, requiredText, textOf } from "../reading";
import { Refusal } from "../refusal";
import type { ResourceType } from "../resource-type";
import { problemsOf, type Rule } from "../validation";
import { FUNCTION } from "./lambda-function";

const PERMISSION = "aws:lambda/permission:Permission";

const RULES: readonly Rule[] = [
    { property: "action", pattern: /^(lambda:\*|lambda:[A-Za-z]+|\*)$/, allowed: "must be lambda:* or the name of a Lambda action" },
    { property: "statementId", pattern: /^[0-9A-Za-z_-]{1,100}$/, allowed: "1 to 100 letters, digits, - and _" },
    { property: "statementIdPrefix", pattern: /^[0-9A-Za-z_-]{1,100}$/, allowed: "1 to 100 letters, digits, - and _" },
    { property: "sourceAccount", pattern: /^\d{12}$/, allowed: "an account id of 12 digits" },
    { property: "sourceArn", format: "ARN" },
    { property: "functionUrlAuthType", oneOf: ["AWS_IAM", "NONE"] },
];

export const permission: ResourceType = {
    token: PERMISSION,
    check: (inputs) => problemsOf(inputs, RULES),

    /** https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html#API_AddPermission_Errors */
    create({ account, region, inputs }) {
        const target = requiredText(inputs, "function");
        const name = target.replace(/^arn:[^:]*:lambda:[^:]*:[^:]*:function:/, "").replace(/:.*$/, "");
        const arn = arnOf(account, "lambda", region, `function:${name}`);
        if (account.find(FUNCTION, name)?.region !== region) {
            throw new Refusal("Lambda", "AddPermission", "ResourceNotFoundException", `Function not found: ${arn}`);
        }
        const statementId = nameOr(textOf(inputs, "statementId"), textOf(inputs, "statementIdPrefix"), account, "terraform-");
        const sameId = [...account.list(PERMISSION).filter(({ id }) => id === statementId), ...listAside(account, PERMISSION, statementId)];
        if (sameId.some(({ properties }) => [name, arn].includes(requiredText(properties, "function")))) {
            throw new Refusal(
                "Lambda",
                "AddPermission",
                "ResourceConflictException",
                `The statement id (${statementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
            );
        }
        // Two functions may have a statement of the same id.
        setAside(account, PERMISSION, statementId);
        return { id: statementId, computed: { statementId } };
    },

    delete: ({ account, current }) => (removeAside(account, PERMISSION, current.id) === undefined ? "removed" : "kept"),
};
