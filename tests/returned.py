"""Reports about mails as real servers write them, each about the mail with a given Message-ID."""

from collections.abc import Mapping

OURS = "0123456789abcdef0123456789abcdef.notify.1.7.fedcba9876543210fedcba9876543210"
"""A mark as ours look; whether one was made here only the key tells."""

POSTFIX = """\
Return-Path: <>
Date: Tue, 24 Nov 2026 10:01:12 +0100 (CET)
From: MAILER-DAEMON@mx.example.com (Mail Delivery System)
Subject: {subject}
To: ibok@example.com
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4F1A2C0093.1764000072/mx.example.com"
Message-Id: <20261124090112.5B3F1C00A1@mx.example.com>

This is a MIME-encapsulated message.

--4F1A2C0093.1764000072/mx.example.com
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example.com.

<jozef@example.org>: host mail.example.org[192.0.2.7] said: 550 5.1.1
    <jozef@example.org>: Recipient address rejected (in reply to RCPT TO command)

--4F1A2C0093.1764000072/mx.example.com
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com
X-Postfix-Queue-ID: 4F1A2C0093
X-Postfix-Sender: rfc822; ibok@example.com
Arrival-Date: Tue, 24 Nov 2026 10:01:10 +0100 (CET)

Final-Recipient: rfc822; jozef@example.org
Original-Recipient: rfc822;jozef@example.org
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.org
Diagnostic-Code: smtp; 550 5.1.1 <jozef@example.org>: Recipient address rejected

--4F1A2C0093.1764000072/mx.example.com
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <ibok@example.com>
Received: from desk (desk.example.com [192.0.2.1])
\tby mx.example.com (Postfix) with ESMTPSA id 4F1A2C0093
From: iBOK KPWiK Kartuzy <ibok@example.com>
To: jozef@example.org
Subject: Twoje konto iBOK jest gotowe
Message-ID: <{mark}@example.com>
Auto-Submitted: auto-generated

--4F1A2C0093.1764000072/mx.example.com--
"""
EXIM = """\
Received: from Debian-exim by mx.example.com with local (Exim 4.96)
\tid 1vN0aB-0001xY-2Z
\tfor ibok@example.com; Tue, 24 Nov 2026 10:01:12 +0100
X-Failed-Recipients: jozef@example.org
Auto-Submitted: auto-replied
From: Mail Delivery System <Mailer-Daemon@mx.example.com>
To: ibok@example.com
References: <{mark}@example.com>
Content-Type: multipart/report; report-type=delivery-status; boundary=1763974872-eximdsn-1804289383
MIME-Version: 1.0
Subject: {subject}
Message-Id: <E1vN0aB-0001xY-2Z@mx.example.com>

--1763974872-eximdsn-1804289383
Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

  jozef@example.org
    host mail.example.org [192.0.2.7]
    SMTP error from remote mail server after RCPT TO:<jozef@example.org>:
    550 5.1.1 No such user

--1763974872-eximdsn-1804289383
Content-type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Action: {action}
Final-Recipient: rfc822;jozef@example.org
Status: {status}
Remote-MTA: dns; mail.example.org
Diagnostic-Code: smtp; 550 5.1.1 No such user

--1763974872-eximdsn-1804289383
Content-type: message/rfc822

Return-path: <ibok@example.com>
Received: from [192.0.2.1] (helo=desk)
\tby mx.example.com with esmtpsa (TLS1.3)
From: iBOK KPWiK Kartuzy <ibok@example.com>
To: jozef@example.org
Subject: Twoje konto iBOK jest gotowe
Message-ID: <{mark}@example.com>

--1763974872-eximdsn-1804289383--
"""
EXCHANGE = """\
From: <postmaster@example.org>
To: <ibok@example.com>
Date: Tue, 24 Nov 2026 09:01:12 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="8b0f6a4e-2d57-4f0e-8f1c-3a2f6c0d9e11"
X-MS-Exchange-Message-Is-Ndr:
Content-Language: pl-PL
Message-ID: <8b0f6a4e-2d57-4f0e-8f1c-3a2f6c0d9e11@AM0PR01.eurprd01.prod.exchangelabs.com>
In-Reply-To: <{mark}@example.com>
References: <{mark}@example.com>
Subject: =?utf-8?B?TmllIG1vxbxuYSBkb3N0YXJjennEhzogVHdvamUga29udG8=?=
Auto-Submitted: auto-replied
MIME-Version: 1.0

--8b0f6a4e-2d57-4f0e-8f1c-3a2f6c0d9e11
Content-Type: multipart/alternative; differences=Content-Type;
\tboundary="c1b4"

--c1b4
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

TmllIG1vxbxuYSBkb3N0YXJjennEhyB3aWFkb21vxZtjaQ==

--c1b4
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: base64

PHA+TmllIG1vxbxuYSBkb3N0YXJjennEhyB3aWFkb21vxZtjaTwvcD4=

--c1b4--

--8b0f6a4e-2d57-4f0e-8f1c-3a2f6c0d9e11
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0PR01.eurprd01.prod.exchangelabs.com
Received-From-MTA: dns;mx.example.com
Arrival-Date: Tue, 24 Nov 2026 09:01:10 +0000

Original-Recipient: rfc822;jozef@example.org
Final-Recipient: rfc822;jozef@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found
X-Display-Name: jozef

--8b0f6a4e-2d57-4f0e-8f1c-3a2f6c0d9e11
Content-Type: message/rfc822

Received: from mx.example.com (192.0.2.2) by AM0PR01.eurprd01.prod.exchangelabs.com
From: iBOK KPWiK Kartuzy <ibok@example.com>
To: jozef@example.org
Subject: Twoje konto iBOK jest gotowe
Message-ID: <{mark}@example.com>
Content-Type: text/plain; charset="utf-8"

(returned)

--8b0f6a4e-2d57-4f0e-8f1c-3a2f6c0d9e11--
"""
GMAIL = """\
Return-Path: <>
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: ibok@example.com
Auto-Submitted: auto-replied
Subject: {subject}
References: <{mark}@example.com>
In-Reply-To: <{mark}@example.com>
X-Failed-Recipients: jozef@example.org
Message-ID: <6924264a.050a0220.2d1c4.0001.GMR@mx.google.com>
Date: Tue, 24 Nov 2026 01:01:12 -0800 (PST)
Content-Type: multipart/report; boundary="0000000000004e2b1f0643f2a1b7"; report-type=delivery-status

--0000000000004e2b1f0643f2a1b7
Content-Type: multipart/related; boundary="0000000000004e2b2a0643f2a1b8"

--0000000000004e2b2a0643f2a1b8
Content-Type: multipart/alternative; boundary="0000000000004e2b350643f2a1b9"

--0000000000004e2b350643f2a1b9
Content-Type: text/plain; charset="UTF-8"

** Address not found **

--0000000000004e2b350643f2a1b9--
--0000000000004e2b2a0643f2a1b8--
--0000000000004e2b1f0643f2a1b7
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Received-From-MTA: dns; ibok@example.com
Arrival-Date: Tue, 24 Nov 2026 01:01:10 -0800 (PST)
X-Original-Message-ID: <{mark}@example.com>

Final-Recipient: rfc822; jozef@example.org
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.
 550 5.1.1 NoSuchUser
Last-Attempt-Date: Tue, 24 Nov 2026 01:01:12 -0800 (PST)

--0000000000004e2b1f0643f2a1b7
Content-Type: message/rfc822

DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=2026; h=from:to; bh=abc=; b=def=
From: iBOK KPWiK Kartuzy <ibok@example.com>
To: jozef@example.org
Subject: Twoje konto iBOK jest gotowe
Message-ID: <{mark}@example.com>

--0000000000004e2b1f0643f2a1b7--
"""
SERVERS: Mapping[str, str] = {"postfix": POSTFIX, "exim": EXIM, "exchange": EXCHANGE, "gmail": GMAIL}
CODES = {"failed": "5.1.1", "delayed": "4.4.1", "delivered": "2.0.0", "relayed": "2.0.0", "expanded": "2.0.0"}


def returned(mark: str = OURS, action: str = "failed", status: str = "", *, server: str = "postfix") -> bytes:
    """A report of this server about our mail with this mark."""
    said = {"mark": mark, "action": action, "status": status or CODES.get(action, "5.0.0")}
    text = SERVERS[server].format(subject="Undelivered Mail Returned to Sender", **said)
    return text.replace("\n", "\r\n").encode()
