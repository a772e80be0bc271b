import type { Document } from "mongodb";

import type { Carry } from "../tls-terminator";
import type { DocumentDbEmulation } from "./emulation";
import { answerTo, inMessages, parseMessage } from "./wire";

/** Takes each command to FerretDB and each reply back, and lets the emulation treat both on the way. */
export function commandsThrough(emulation: DocumentDbEmulation): Carry {
    return (client, backend) => {
        const amendments = new Map<number, (reply: Document) => Document>();
        client.on(
            "data",
            inMessages((bytes) => {
                if (emulation.isSilent) return;
                const message = parseMessage(bytes);
                if (message === undefined) return void backend.write(bytes);
                const treatment = emulation.treat(message.document);
                if ("answer" in treatment) return void client.write(answerTo(message, treatment.answer));
                if (treatment.amend !== undefined) amendments.set(message.requestId, treatment.amend);
                backend.write(treatment.command === message.document ? bytes : message.withDocument(treatment.command));
            }),
        );
        backend.on(
            "data",
            inMessages((bytes) => {
                const amend = amendments.get(bytes.readInt32LE(8));
                const message = amend === undefined ? undefined : parseMessage(bytes);
                if (amend === undefined || message === undefined) return void client.write(bytes);
                amendments.delete(message.responseTo);
                client.write(message.withDocument(amend(message.document)));
            }),
        );
    };
}
