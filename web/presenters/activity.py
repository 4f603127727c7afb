"""What runs in the background, in words."""

from search import IndexActivity, embedding_line, progress_line, scanning_line


def activity_line(activity: IndexActivity) -> str:
    """Why the index cannot be reached, the progress of an update, or the last problem. Empty if there is nothing to
    say."""
    if activity.unavailable:
        return activity.unavailable
    if activity.updating and activity.updating.of:
        return progress_line(activity.updating, first=not activity.generation)
    if activity.problem:
        return f"The last update failed. {activity.problem}"
    if activity.embedding:
        return embedding_line(activity.embedding)
    return scanning_line(activity.scanning) if activity.scanning else ""
