//! The tables `projects`, `members`, `balances` and `coupons`, as far as closing an account asks about them.

use sqlx::{FromRow, SqliteConnection};

/// A project that an account is a member of.
#[derive(Clone, Debug, FromRow)]
pub(crate) struct Membership {
    pub(crate) project: i64,
    pub(crate) name: String,
    pub(crate) data_since: i64,
    pub(crate) billing: bool,
    pub(crate) member_management: bool,
    /// How many others are in it.
    pub(crate) others: i64,
    /// How many of them manage members.
    pub(crate) other_managers: i64,
}

/// What an account owes for a project.
#[derive(Clone, Debug, FromRow)]
pub(crate) struct Owed {
    pub(crate) project: i64,
    pub(crate) name: String,
    pub(crate) amount: String,
    pub(crate) currency: String,
}

/// Somebody to put into a project.
pub(crate) struct NewMember<'a> {
    pub(crate) account: Option<i64>,
    /// Of a sample person, who has no account.
    pub(crate) name: &'a str,
    pub(crate) billing: bool,
    pub(crate) member_management: bool,
}

/// The projects of an account, in the order they were made.
pub(crate) async fn of(db: &mut SqliteConnection, account: i64) -> sqlx::Result<Vec<Membership>> {
    sqlx::query_as(
        "SELECT p.id AS project, p.name, p.data_since, m.billing, m.member_management,
           (SELECT count(*) FROM members o WHERE o.project_id = p.id AND o.id <> m.id) AS others,
           (SELECT count(*) FROM members o WHERE o.project_id = p.id AND o.id <> m.id AND o.member_management)
             AS other_managers
         FROM members m JOIN projects p ON p.id = m.project_id WHERE m.account_id = ? ORDER BY p.id",
    )
    .bind(account)
    .fetch_all(db)
    .await
}

/// What an account has not paid.
pub(crate) async fn owed(db: &mut SqliteConnection, account: i64) -> sqlx::Result<Vec<Owed>> {
    sqlx::query_as(
        "SELECT b.project_id AS project, p.name, b.amount, b.currency FROM balances b
         JOIN projects p ON p.id = b.project_id WHERE b.account_id = ? AND NOT b.paid ORDER BY b.id",
    )
    .bind(account)
    .fetch_all(db)
    .await
}

/// How many promotion coupons an account has.
pub(crate) async fn coupons(db: &mut SqliteConnection, account: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar("SELECT count(*) FROM coupons WHERE account_id = ?")
        .bind(account)
        .fetch_one(db)
        .await
}

/// The names of a project's sample people.
pub(crate) async fn sample_people(db: &mut SqliteConnection, project: i64) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar("SELECT name FROM members WHERE project_id = ? AND account_id IS NULL ORDER BY id")
        .bind(project)
        .fetch_all(db)
        .await
}

/// Makes a project without anybody in it.
pub(crate) async fn add(db: &mut SqliteConnection, name: &str, data_since: i64) -> sqlx::Result<i64> {
    sqlx::query_scalar("INSERT INTO projects (name, data_since) VALUES (?, ?) RETURNING id")
        .bind(name)
        .bind(data_since)
        .fetch_one(db)
        .await
}

/// Puts somebody into a project.
pub(crate) async fn join(db: &mut SqliteConnection, project: i64, member: NewMember<'_>) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO members (project_id, account_id, name, billing, member_management) VALUES (?, ?, ?, ?, ?)",
    )
    .bind(project)
    .bind(member.account)
    .bind(member.name)
    .bind(member.billing)
    .bind(member.member_management)
    .execute(db)
    .await?;
    Ok(())
}

/// Notes that an account owes something for a project.
pub(crate) async fn bill(db: &mut SqliteConnection, account: i64, owed: &Owed) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO balances (project_id, account_id, amount, currency) VALUES (?, ?, ?, ?)")
        .bind(owed.project)
        .bind(account)
        .bind(&owed.amount)
        .bind(&owed.currency)
        .execute(db)
        .await?;
    Ok(())
}

/// Gives an account a promotion coupon.
pub(crate) async fn add_coupon(db: &mut SqliteConnection, account: i64) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO coupons (account_id) VALUES (?)")
        .bind(account)
        .execute(db)
        .await?;
    Ok(())
}

/// Everything an account owes for a project is paid.
pub(crate) async fn pay(db: &mut SqliteConnection, account: i64, project: i64) -> sqlx::Result<()> {
    sqlx::query("UPDATE balances SET paid = 1 WHERE account_id = ? AND project_id = ?")
        .bind(account)
        .bind(project)
        .execute(db)
        .await?;
    Ok(())
}

/// The account's billing role goes to the first sample person of the project, if there is one.
pub(crate) async fn hand_over_billing(db: &mut SqliteConnection, account: i64, project: i64) -> sqlx::Result<()> {
    let taken = sqlx::query(
        "UPDATE members SET billing = 1
         WHERE id = (SELECT min(id) FROM members WHERE project_id = ? AND account_id IS NULL)",
    )
    .bind(project)
    .execute(&mut *db)
    .await?;
    if taken.rows_affected() == 0 {
        return Ok(());
    }
    sqlx::query("UPDATE members SET billing = 0 WHERE account_id = ? AND project_id = ?")
        .bind(account)
        .bind(project)
        .execute(db)
        .await?;
    Ok(())
}

/// The first sample person of the project manages its members, too.
pub(crate) async fn add_manager(db: &mut SqliteConnection, project: i64) -> sqlx::Result<()> {
    sqlx::query(
        "UPDATE members SET member_management = 1
         WHERE id = (SELECT min(id) FROM members WHERE project_id = ? AND account_id IS NULL)",
    )
    .bind(project)
    .execute(db)
    .await?;
    Ok(())
}

/// Removes projects that nobody is in.
pub(crate) async fn remove_empty(db: &mut SqliteConnection) -> sqlx::Result<()> {
    sqlx::query("DELETE FROM projects WHERE id NOT IN (SELECT project_id FROM members)")
        .execute(db)
        .await?;
    Ok(())
}
