"""Words of services, links and contacts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verdict(TextChoices):
    """What the gate says of a link."""

    PUBLIC = "public", _("Public")
    PRIVATE = "private", _("Private")
    UNDETERMINABLE = "undeterminable", _("Cannot be told")
    NOT_CONTENT = "not_content", _("Not content")
    INVALID = "invalid", _("Invalid")


class TargetKind(TextChoices):
    """What a link points at."""

    CHANNEL = "channel", _("Channel")
    GROUP = "group", _("Group")
    BOT = "bot", _("Bot")
    ACCOUNT = "account", _("Account")
    POST = "post", _("Post")
    STORY = "story", _("Story")
    PAGE = "page", _("Page")
    VIDEO = "video", _("Video")
    PLAYLIST = "playlist", _("Playlist")
    LIVE = "live", _("Live")
    EVENT = "event", _("Event")
    HASHTAG = "hashtag", _("Hashtag")
    SOUND = "sound", _("Sound")
    ADVERTISEMENT = "advertisement", _("Advertisement")
    SITE = "site", _("Site")


class SightingState(TextChoices):
    """Whether somebody who looked found a channel there."""

    UP = "up", _("Up")
    DOWN = "down", _("Down")
    BACK_UP = "back_up", _("Back up")


class Grammar(TextChoices):
    """Which rules read a service's links."""

    TELEGRAM = "telegram", _("Telegram")
    YOUTUBE = "youtube", _("YouTube")
    X = "x", _("X")
    FACEBOOK = "facebook", _("Facebook")
    INSTAGRAM = "instagram", _("Instagram")
    TIKTOK = "tiktok", _("TikTok")
    LINE = "line", _("LINE")
    WHATSAPP = "whatsapp", _("WhatsApp")
    THREADS = "threads", _("Threads")
    DISCORD = "discord", _("Discord")
    SIGNAL = "signal", _("Signal")
    GENERIC = "generic", _("Generic")


class ContactFunction(TextChoices):
    """What a contact at a service is for, in the order in which they are asked."""

    DUTY = "duty", _("Duty desk")
    TECHNICAL = "technical", _("Technical")
    LEGAL = "legal", _("Legal")
    EXECUTIVE = "executive", _("Executive")


CONTACT_ORDER = tuple(ContactFunction)


class ReasonCode(TextChoices):
    """Why the gate said so; the label is the sentence that a person reads."""

    # Public
    TELEGRAM_NAME = (
        "telegram_name",
        _("A public Telegram name. It may also be a group, a bot or a person: say which it is."),
    )
    TELEGRAM_POST = "telegram_post", _("A post in a public Telegram channel or group.")
    TELEGRAM_STORY = (
        "telegram_story",
        _("A story of a public Telegram account; the account is the target."),
    )
    TELEGRAM_LIVE = (
        "telegram_live",
        _("A live broadcast of a public Telegram account; the account is the target."),
    )
    TELEGRAM_BOT = "telegram_bot", _("A public Telegram bot.")
    PLATFORM_ADDRESS = "platform_address", _("A public address of a registered platform.")
    PUBLIC_ACCOUNT = "public_account", _("A public account, page or channel.")
    PUBLIC_POST = "public_post", _("A public post.")
    PUBLIC_VIDEO = "public_video", _("A public video.")
    PUBLIC_PLAYLIST = "public_playlist", _("A public list of videos.")
    PUBLIC_LIVE = "public_live", _("A public live broadcast.")
    PUBLIC_EVENT = "public_event", _("A public event.")
    PUBLIC_HASHTAG = (
        "public_hashtag",
        _("A hashtag: posts of many authors. Naming the single posts is narrower."),
    )
    PUBLIC_SOUND = "public_sound", _("A sound that public videos use.")
    PUBLIC_ADVERTISEMENT = "public_advertisement", _("An advertisement in the public library of the service.")
    SITE_ADDRESS = "site_address", _("A public page of a site that belongs to no registered platform.")
    SITE_LOOKALIKE = (
        "site_lookalike",
        _("A plain site whose name looks like a platform's, but is not the platform's."),
    )

    # Private
    TELEGRAM_INVITE = (
        "telegram_invite",
        _("An invitation to a private Telegram group or channel. Private communication is not reported."),
    )
    TELEGRAM_PHONE = (
        "telegram_phone",
        _("A person's telephone number on Telegram. Private communication is not reported."),
    )
    TELEGRAM_PRIVATE_CHAT = (
        "telegram_private_chat",
        _("A message or chat that only the members of a private Telegram group or channel can open."),
    )
    TELEGRAM_PRIVATE_PERSON = (
        "telegram_private_person",
        _("A link to a person or a private conversation on Telegram."),
    )
    TELEGRAM_PRIVATE_CALL = "telegram_private_call", _("An invitation to a private call on Telegram.")
    PRIVATE_MESSAGES = (
        "private_messages",
        _("Messages between people. Private communication is not reported."),
    )
    PRIVATE_INVITE = (
        "private_invite",
        _("An invitation to a private group, channel or call. Private communication is not reported."),
    )
    PRIVATE_PERSON = (
        "private_person",
        _("A person's telephone number, code or contact. Private communication is not reported."),
    )
    PRIVATE_FEED = (
        "private_feed",
        _("What only the person who is signed in can see: notifications, bookmarks, own lists, settings."),
    )
    PRIVATE_AREA = (
        "private_area",
        _("Messages, invitations or another area that only the people in it can open."),
    )

    # Undeterminable
    TELEGRAM_FOLDER = (
        "telegram_folder",
        _("A folder of several Telegram chats. Report each public name by itself."),
    )
    SHORT_LINK = "short_link", _("A short link: where it leads is not known until it is resolved.")
    MEMBERS_AREA = (
        "members_area",
        _("Whether everyone or only members can see this cannot be told from the link."),
    )

    BRIEF_STORY = (
        "brief_story",
        _("A story: it is gone after a day, and whether everyone could see it cannot be told from the link."),
    )

    # Not content
    TELEGRAM_FUNCTION = (
        "telegram_function",
        _("A function of the Telegram app (sign-in, settings, stickers, proxy …), not content."),
    )
    TELEGRAM_GIFTS = "telegram_gifts", _("A collection of gifts on a Telegram profile, not content.")
    TELEGRAM_OWN_PAGE = "telegram_own_page", _("A page of Telegram itself, not of one of its users.")
    PLATFORM_OWN_PAGE = (
        "platform_own_page",
        _("A page or function of the service itself (search, sign-in, help …), not of one of its users."),
    )
    WHOLE_PLATFORM = "whole_platform", _("The platform as a whole. Name the channel, page or post.")

    # Invalid
    EMPTY = "empty", _("There is no link here.")
    TOO_LONG = "too_long", _("Longer than 4,096 characters.")
    CONTROL_CHARACTERS = "control_characters", _("Contains control characters.")
    NOT_A_LINK = "not_a_link", _("This is not a link.")
    SEVERAL_LINKS = "several_links", _("More than one link in one line.")
    FOREIGN_SCHEME = "foreign_scheme", _("Only web addresses (http, https), tg: links and @names are judged.")
    MISSING_SLASHES = "missing_slashes", _("The two slashes after http: or https: are missing.")
    USERINFO = "userinfo", _("A user name before the host: such links are used to deceive.")
    BAD_PORT = "bad_port", _("The port is not valid here.")
    BAD_HOST = "bad_host", _("The host name is not valid.")
    DOUBLE_ENCODING = "double_encoding", _("Encoded twice: where it leads differs between programs.")
    BAD_ENCODING = "bad_encoding", _("The percent-encoding is broken.")
    PRIVATE_ADDRESS = "private_address", _("An address inside a private network, not on the public Internet.")
    LOOKALIKE_LETTERS = (
        "lookalike_letters",
        _("Contains letters that look like Latin ones. Copy the link from the app itself."),
    )
    BAD_NAME = "bad_name", _("The service allows no such name.")
    BAD_POST = "bad_post", _("The number or code of the post is not valid.")
    NESTED_TOO_DEEP = "nested_too_deep", _("A link inside a link inside a link.")


class DrillState(TextChoices):
    """Where a test notice stands; computed when read."""

    ASKED = "asked", _("Asked")
    ANSWERED = "in_time", _("Answered")
    LATE = "late_answer", _("Answered late")
    UNANSWERED = "unanswered", _("Unanswered")


class Risk(TextChoices):
    """Why a service may not be reached when it matters."""

    NO_DUTY = "no_duty", _("No duty contact")
    UNCONFIRMED = "contact_stale", _("Contact not confirmed")
    UNANSWERED = "unanswered", _("Test not answered")
